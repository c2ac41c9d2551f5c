package io.github.batonha.actors.node;

import io.github.batonha.supervision.os.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The secret in {@code run/NODE/token} that changing routes ask for; whoever can read the file may change things. */
final class AgentToken {
    private static final Logger LOG = LoggerFactory.getLogger(AgentToken.class);
    private static final int BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private AgentToken() {}

    static Path file(Path directory) {
        return directory.resolve("token");
    }

    /** Reads the token, or makes it where there is none, or others could have read it. Blocks on files. */
    static String readOrMake(Path directory) throws IOException {
        var file = file(directory);
        if (Files.exists(file)) {
            var token = Files.readString(file).strip();
            if (Files.getPosixFilePermissions(file).equals(OWNER_ONLY) && !token.isEmpty()) {
                return token;
            }
            LOG.warn("Made a new token: {} was empty, or its mode was not 0600", file);
        }
        return make(file);
    }

    private static String make(Path file) throws IOException {
        var random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        AtomicFile.writeForOwner(file, token + "\n", AtomicFile.Durability.PROCESS_CRASH);
        return token;
    }
}
