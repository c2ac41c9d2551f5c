package io.github.batonha.actors.launch;

import io.github.batonha.actors.access.ApplicationTokens;
import io.github.batonha.supervision.os.AtomicFile;
import io.github.batonha.supervision.os.FileMode;
import io.github.batonha.supervision.os.UserAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code run/NODE/application-tokens/PROCESS}: a token for sessions alone, which only the user of the process can read. Blocks. */
final class TokenFile {
    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);

    private TokenFile() {}

    /**
     * Makes it where it is not there as it should be. Empty where it can't be made: the process starts without it, for few have sessions.
     *
     * @param directory {@code run/NODE}
     * @param user as {@code <user>} has it, empty for the agent's own
     */
    static Optional<Path> give(Path directory, String process, String user) {
        var agentToken = directory.resolve("token");
        if (!Files.exists(agentToken)) {
            return Optional.empty();
        }
        var file = directory.resolve("application-tokens").resolve(process);
        try {
            var token = ApplicationTokens.of(Files.readString(agentToken).strip(), process) + "\n";
            var owner = owner(user);
            if (!isThere(file, token, owner)) {
                FileMode.ENTERED_FOLDER.folder(directory.resolve("application-tokens"));
                AtomicFile.writeForOwner(file, token, AtomicFile.Durability.PROCESS_CRASH);
                if (owner != UserAccount.ownId()) {
                    Files.setAttribute(file, "unix:uid", (int) owner);
                }
            }
            return Optional.of(file);
        } catch (IOException e) {
            LOG.warn("Could not write the token of process={}, which can't use sessions without it: {}", process, e);
            return Optional.empty();
        }
    }

    private static boolean isThere(Path file, String token, long owner) throws IOException {
        return Files.exists(file)
                && Files.getAttribute(file, "unix:uid") instanceof Integer uid
                && uid == owner
                && Files.readString(file).equals(token);
    }

    /** Of the files that a process of this user is given. */
    static long owner(String user) throws IOException {
        if (user.isEmpty()) {
            return UserAccount.ownId();
        }
        var name = UserAccount.nameIn(user);
        return UserAccount.named(name)
                .orElseThrow(() -> new IOException("there is no user " + name))
                .id();
    }
}
