package baton.actors.node;

import baton.actors.api.AgentAddress;
import baton.supervision.os.AtomicFile;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code run/NODE/agent.json}: there while the agent serves. Blocks on files. */
final class AddressFile {
    private AddressFile() {}

    static void write(Path directory, AgentAddress address) {
        try {
            AtomicFile.writeForOwner(
                    file(directory),
                    new JsonMapper().writeValueAsString(address) + "\n",
                    AtomicFile.Durability.PROCESS_CRASH);
        } catch (IOException e) {
            throw new UncheckedIOException("can't write %s".formatted(file(directory)), e);
        }
    }

    static void remove(Path directory) throws IOException {
        Files.deleteIfExists(file(directory));
    }

    private static Path file(Path directory) {
        return directory.resolve("agent.json");
    }
}
