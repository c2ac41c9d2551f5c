package io.github.batonha.sessions.store;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * 192 random bits, in text 32 characters of the URL-safe base64 alphabet. Whoever knows an id is the user, so {@link #toString}
 * gives only its beginning: enough to find lines that belong together, useless to an attacker who reads logs.
 */
public record SessionId(long high, long middle, long low) implements Comparable<SessionId> {

    static final int BYTES = 24;
    private static final int CHARACTERS = 32;
    private static final int SHOWN = 6;

    static SessionId random(SecureRandom random) {
        return new SessionId(random.nextLong(), random.nextLong(), random.nextLong());
    }

    /** Empty where the text can't be an id: such a session exists nowhere. */
    public static Optional<SessionId> parse(String text) {
        if (text.length() != CHARACTERS) {
            return Optional.empty();
        }
        try {
            var decoded = Base64.getUrlDecoder().decode(text);
            if (decoded.length != BYTES) {
                return Optional.empty();
            }
            var bytes = ByteBuffer.wrap(decoded);
            return Optional.of(new SessionId(bytes.getLong(), bytes.getLong(), bytes.getLong()));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** The whole id: for its owner alone. */
    public String text() {
        var bytes = ByteBuffer.allocate(BYTES).putLong(high).putLong(middle).putLong(low);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    int shard() {
        return (int) (high >>> 56);
    }

    @Override
    public int compareTo(SessionId other) {
        var first = Long.compareUnsigned(high, other.high);
        if (first != 0) {
            return first;
        }
        var second = Long.compareUnsigned(middle, other.middle);
        return second != 0 ? second : Long.compareUnsigned(low, other.low);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(low);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SessionId that && high == that.high && middle == that.middle && low == that.low;
    }

    @Override
    public String toString() {
        return text().substring(0, SHOWN) + "…";
    }
}
