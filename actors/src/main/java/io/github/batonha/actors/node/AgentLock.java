package io.github.batonha.actors.node;

import io.github.batonha.supervision.os.FileMode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * One agent a node: the lock on {@code run/NODE/agent.lock}, which the kernel lets go when the agent ends in whatever way.
 * The file holds the pid of its owner.
 */
final class AgentLock implements AutoCloseable {
    private final FileChannel channel;

    private AgentLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock. Blocks on files.
     *
     * @throws AgentRefusal another agent has it
     */
    static AgentLock take(Path directory, String node) throws IOException {
        var file = directory.resolve("agent.lock");
        // Who may read it could hold a lock on it that keeps the agent from its own.
        FileMode.OWNER.set(file);
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock(channel) == null) {
                throw new AgentRefusal(
                        "node %s has an agent already, pid %s (lock %s): stop that one first, or give this one another --name"
                                .formatted(node, Files.readString(file).strip(), file));
            }
            channel.truncate(0);
            channel.write(StandardCharsets.UTF_8.encode(
                    "%d\n".formatted(ProcessHandle.current().pid())));
            return new AgentLock(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // An agent of this very JVM has it: as good as any other.
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
