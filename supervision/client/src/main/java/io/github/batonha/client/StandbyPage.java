package io.github.batonha.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The file in which a warm standby and the agents of its node say how far they are: one word for each side, each written by that side
 * alone. It needs no agent that lives, so that the next one finds out what the last one did. All methods block on the file, and any
 * thread may call them.
 */
public final class StandbyPage {

    /** State of a process that is not there yet. */
    public static final long STARTING = 0;

    /** State of a process that waits for its promotion, with nothing left to do before. */
    public static final long HELD = -1;

    private static final int STATE = 0;
    private static final int ORDER = Long.BYTES;
    private static final int BYTES = 2 * Long.BYTES;

    private StandbyPage() {}

    /** Creates an empty page, and replaces one that exists. */
    public static void create(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        write(file, STATE, STARTING);
        write(file, ORDER, 0);
    }

    /** What the process said last: {@link #STARTING}, {@link #HELD}, or the epoch that it was promoted to. */
    public static long state(Path file) throws IOException {
        return read(file, STATE);
    }

    /** The epoch that the process is to be promoted to; 0 where there is none yet. */
    public static long order(Path file) throws IOException {
        return read(file, ORDER);
    }

    /** By the agent, once its record says the same. */
    public static void order(Path file, long epoch) throws IOException {
        write(file, ORDER, epoch);
    }

    /** By the process. */
    static void state(Path file, long state) throws IOException {
        write(file, STATE, state);
    }

    private static long read(Path file, int at) throws IOException {
        try (var channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            var word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
            if (channel.read(word, at) != Long.BYTES) {
                throw new IOException("%s has fewer than %d bytes".formatted(file, BYTES));
            }
            return word.getLong(0);
        }
    }

    private static void write(Path file, int at, long value) throws IOException {
        try (var channel = FileChannel.open(file, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
            channel.write(
                    ByteBuffer.allocate(Long.BYTES)
                            .order(ByteOrder.nativeOrder())
                            .putLong(0, value),
                    at);
        }
    }
}
