package io.github.batonha.supervision.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Counts the processes that the kernel killed for want of memory: in {@code memory.events} of the agent's control group, in which its
 * processes are, else in {@code /proc/vmstat} of the whole host. A process that was killed so says nothing itself, and its exit looks
 * like that by any {@code kill -9}. Any thread; blocks for one small file.
 */
public final class OomKills {

    private static final String KEY = "oom_kill ";
    private static final int MOST_BYTES = 64 * 1024;

    private final Path file;
    private long known;

    OomKills(Path file) {
        this.file = file;
        this.known = read(file);
    }

    /** Counts from now on. */
    public static OomKills begin() {
        return new OomKills(ofGroup(Path.of("/proc/self/cgroup"), Path.of("/sys/fs/cgroup"))
                .filter(Files::isReadable)
                .orElse(Path.of("/proc/vmstat")));
    }

    /** The file of a process by its control groups; empty where it has none of the unified hierarchy. */
    static Optional<Path> ofGroup(Path groups, Path mount) {
        try {
            return Files.readAllLines(groups).stream()
                    .filter(line -> line.startsWith("0::/"))
                    .findFirst()
                    .map(line -> mount.resolve(line.substring("0::/".length())).resolve("memory.events"));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** Why a process was killed that just ended by SIGKILL, where the kernel did it since this was last asked; else empty. */
    public synchronized Optional<String> since() {
        var now = read(file);
        var more = now - known;
        known = now;
        return more <= 0
                ? Optional.empty()
                : Optional.of(
                        "the kernel killed it for want of memory (oom_kill %d in %s): give it less heap, or the host more memory"
                                .formatted(now, file));
    }

    private static long read(Path file) {
        var buffer = ByteBuffer.allocate(MOST_BYTES);
        try (var channel = FileChannel.open(file)) {
            while (buffer.hasRemaining() && channel.read(buffer) > 0) {
                // The kernel gives a page at a time.
            }
        } catch (IOException notThere) {
            return 0;
        }
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII)
                .lines()
                .filter(line -> line.startsWith(KEY))
                .findFirst()
                .map(line -> Long.parseLong(line.substring(KEY.length()).strip()))
                .orElse(0L);
    }
}
