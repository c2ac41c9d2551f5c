package io.github.batonha.actors.tokens;

import io.github.batonha.actors.access.Caller;
import io.github.batonha.actors.access.IssuedToken;
import io.github.batonha.actors.access.Role;
import io.github.batonha.actors.access.Tokens;
import io.github.batonha.supervision.os.AtomicFile;
import io.github.batonha.supervision.secrets.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens of {@code run/NODE/tokens.json}, a line for each, with hashes in the place of tokens. Any thread may ask whose a bearer is; one
 * thread at a time changes something, and blocks on the disk.
 */
public final class TokenStore {
    private static final Logger LOG = LoggerFactory.getLogger(TokenStore.class);
    private static final String PREFIX = "baton_";
    private static final int BYTES = 32;

    private final Path file;
    private final InstantSource clock;
    private volatile Tokens tokens;
    private boolean isUnwritten;

    /** A token and what is kept of it. This is the only time that its text is known. */
    record Made(String token, IssuedToken issued) {
        /** Never the token. */
        @Override
        public String toString() {
            return "Made[%s]".formatted(issued.name());
        }
    }

    private TokenStore(Path file, InstantSource clock, Tokens tokens) {
        this.file = file;
        this.clock = clock;
        this.tokens = tokens;
    }

    /** Blocks on the disk. A file that can't be read is put aside: other nodes tell what stood in it. */
    public static TokenStore open(Path directory, InstantSource clock) throws IOException {
        var file = directory.resolve("tokens.json");
        if (!Files.exists(file)) {
            return new TokenStore(file, clock, Tokens.NONE);
        }
        var lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .toList();
        var read = lines.stream().map(TokenJson::read).flatMap(Optional::stream).toList();
        if (read.size() < lines.size()) {
            var aside = file.resolveSibling("tokens.json.unreadable");
            Files.copy(file, aside, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            LOG.error(
                    "Left out lines={} of {} that can't be read, and kept a copy as {}. Look at 'baton token list', and revoke again what is not to count",
                    lines.size() - read.size(),
                    file,
                    aside);
        }
        return new TokenStore(file, clock, Tokens.NONE.merge(read, clock.instant()));
    }

    /** Whose bearer it is; empty where it was never made, has expired or was revoked. Any thread. */
    public Optional<Caller> check(String bearer, String from) {
        return bearer.startsWith(PREFIX) ? holder(hash(bearer), from) : Optional.empty();
    }

    /** Whose token has that hash, if it counts now. Any thread. */
    Optional<Caller> holder(String hash, String from) {
        return tokens.active(hash, clock.instant())
                .map(token -> new Caller("token:" + token.name(), token.role(), from));
    }

    /** Any thread. */
    Tokens tokens() {
        return tokens;
    }

    Instant now() {
        return clock.instant();
    }

    /**
     * Makes one, which counts once it is on the disk.
     *
     * @throws IOException if it can't be kept; then there is none
     */
    Made make(String name, Role role, Duration lifetime, String by) throws IOException {
        var random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        var token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var issued = new IssuedToken(
                hash(token), name, role, now, now.plus(lifetime), by, new IssuedToken.Revocation.None());
        var next = tokens.merge(List.of(issued), now);
        write(next);
        tokens = next;
        return new Made(token, issued);
    }

    /**
     * Takes these tokens back at once.
     *
     * @return as they are now
     * @throws IOException if that can't be kept; they don't count any more all the same
     */
    List<IssuedToken> revoke(List<IssuedToken> active, String by) throws IOException {
        var revoked = Tokens.revoked(active, clock.instant().truncatedTo(ChronoUnit.SECONDS), by);
        tokens = tokens.merge(revoked, clock.instant());
        isUnwritten = true;
        write(tokens);
        return revoked;
    }

    /** What other nodes know. It counts at once, and is written again later where the disk refuses it. */
    void learn(List<IssuedToken> others) {
        var next = tokens.merge(others, clock.instant());
        isUnwritten |= !next.equals(tokens);
        tokens = next;
        writeIfNeeded();
    }

    /** Writes what the disk refused before. */
    void writeIfNeeded() {
        if (!isUnwritten) {
            return;
        }
        try {
            write(tokens);
        } catch (IOException e) {
            LOG.error(
                    "Could not write {}: what was revoked counts again after a restart of this agent. It is tried again",
                    file,
                    e);
        }
    }

    private void write(Tokens next) throws IOException {
        var lines =
                next.all().stream().map(token -> TokenJson.write(token) + "\n").collect(Collectors.joining());
        AtomicFile.writeForOwner(file, lines, AtomicFile.Durability.POWER_LOSS);
        isUnwritten = false;
    }

    /** The same on all nodes that know the same. */
    long digest() {
        var lines = tokens.all().stream().map(TokenJson::write).collect(Collectors.joining("\n"));
        return ByteBuffer.wrap(Sha256.of(lines.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }

    private static String hash(String token) {
        return Sha256.hex(token);
    }
}
