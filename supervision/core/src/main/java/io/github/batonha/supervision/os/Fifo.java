package io.github.batonha.supervision.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Named pipes. A call may block on the file system, and never waits for a reader. */
public final class Fifo {

    private static final MethodHandle MKFIFO = Libc.withErrno(
            "mkfifo", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final int OWNER_ALONE = 0600;
    private static final byte[] LINE = {'\n'};

    private Fifo() {}

    /** Makes one for its owner alone, in the place of what is there. */
    public static void create(Path file) throws IOException {
        Files.deleteIfExists(file);
        var result = create(file.toString());
        if (result < 0) {
            throw new IOException("can't make the FIFO %s: error %d of the kernel".formatted(file, -result));
        }
    }

    private static long create(String file) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(file);
            return Libc.call(errno -> (int) MKFIFO.invokeExact(errno, name, OWNER_ALONE));
        }
    }

    /** Wakes who reads now. Where nobody does, nothing is kept of it. */
    public static void wake(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("%s is not there".formatted(file));
        }
        // Open for reading, too: then it does not wait for a reader.
        try (var channel = FileChannel.open(
                file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
            channel.write(ByteBuffer.wrap(LINE));
        }
    }
}
