package io.github.batonha.actors.node;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.batonha.actors.api.AgentAddress;
import io.github.batonha.supervision.os.AtomicFile;
import io.github.batonha.supervision.os.ProcStat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code run/NODE/agent.json}: there while the agent serves. It says when its process was started, by which clients know whether
 * the pid is still the agent's. Blocks on files.
 */
final class AddressFile {
    private AddressFile() {}

    /** @param authorities the file of those that vouch for the agent; empty where HTTP is plain */
    static void write(Path directory, AgentAddress address, Optional<Path> authorities) {
        var mapper = new JsonMapper();
        ObjectNode json = mapper.valueToTree(address);
        ProcStat.of(address.pid()).ifPresent(stat -> json.put("start", stat.startTicks()));
        authorities.ifPresent(file -> json.put("ca", file.toAbsolutePath().toString()));
        try {
            AtomicFile.writeForEverybody(
                    file(directory), mapper.writeValueAsString(json) + "\n", AtomicFile.Durability.PROCESS_CRASH);
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
