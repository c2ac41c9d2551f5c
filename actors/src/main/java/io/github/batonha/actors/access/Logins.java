package io.github.batonha.actors.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Logins for a minute, signed with a key that never leaves the memory of the agent: for those whom the operating system vouches for. Any
 * thread.
 */
public final class Logins {
    static final String PREFIX = "login.";
    private static final Duration LIFETIME = Duration.ofMinutes(1);
    private static final int FIELDS = 3;

    private final byte[] key;
    private final LongSupplier monotonicNanos;

    /** @param key at least 32 random bytes */
    public Logins(byte[] key, LongSupplier monotonicNanos) {
        if (key.length < 32) {
            throw new IllegalArgumentException("a key of %d bytes is too short".formatted(key.length));
        }
        this.key = key.clone();
        this.monotonicNanos = monotonicNanos;
    }

    /** What the caller sends as its bearer within a minute. */
    public String issue(Caller caller) {
        if (caller.name().indexOf('\n') >= 0 || caller.from().indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a name with a line break in it");
        }
        var name = "%s\n%s\n%s".formatted(caller.role(), caller.name(), caller.from());
        var text = name.getBytes(StandardCharsets.UTF_8);
        var payload = ByteBuffer.allocate(Long.BYTES + text.length)
                .putLong(monotonicNanos.getAsLong() + LIFETIME.toNanos())
                .put(text)
                .array();
        var encoder = Base64.getUrlEncoder().withoutPadding();
        return PREFIX + encoder.encodeToString(payload) + "." + encoder.encodeToString(Signature.of(key, payload));
    }

    /** Empty where it was not issued here, or more than a minute ago. */
    public Optional<Caller> check(String bearer) {
        var parts = bearer.split("\\.", -1);
        if (!bearer.startsWith(PREFIX) || parts.length != 3) {
            return Optional.empty();
        }
        try {
            var payload = Base64.getUrlDecoder().decode(parts[1]);
            var isOurs = Signature.isRight(key, payload, Base64.getUrlDecoder().decode(parts[2]));
            return isOurs ? read(ByteBuffer.wrap(payload)) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** Only of what was signed here. */
    private Optional<Caller> read(ByteBuffer payload) {
        var left = payload.getLong() - monotonicNanos.getAsLong();
        var fields = StandardCharsets.UTF_8.decode(payload).toString().split("\n", FIELDS);
        return left > 0 ? Optional.of(new Caller(fields[1], Role.valueOf(fields[0]), fields[2])) : Optional.empty();
    }
}
