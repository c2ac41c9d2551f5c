package io.github.batonha.actors.node;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.batonha.actors.api.AgentAddress;
import io.github.batonha.supervision.os.AtomicFile;
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
