package io.github.batonha.supervision.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes what a program writes, however much that is, and keeps the last part of it: nothing of it reaches a disk. What still writes
 * when this is closed, or when this JVM has ended, gets SIGPIPE.
 */
public final class OutputPipe implements AutoCloseable {

    /** What is kept: its last lines. */
    private static final int KEPT_BYTES = 4096;
    /** As much as a pipe holds. */
    private static final int AT_ONCE = 64 << 10;
    /** What goes on beyond this is read slowly, so that a program that writes without end takes no processor from its reader. */
    private static final long FAST_BYTES = 1 << 20;

    private static final long SLOW_NANOS = 1_000_000;
    private static final int LOOK_EVERY_MILLIS = 100;
    private static final short POLLIN = 1;
    private static final int POLLFD = 8; // struct pollfd { int fd; short events; short revents; }

    private final int reading;
    private final int writing;
    private final Thread reader;
    private volatile boolean isOver;
    private byte[] last = {};

    private OutputPipe(int reading, int writing) {
        this.reading = reading;
        this.writing = writing;
        this.reader = Thread.ofPlatform().daemon().name("baton-output").unstarted(this::read);
    }

    /** Begins to read. */
    public static OutputPipe open() throws IOException {
        try (var arena = Arena.ofConfined()) {
            var ends = arena.allocate(JAVA_INT, 2);
            var error = -Libc.pipe(ends);
            if (error > 0) {
                throw new IOException("pipe2 failed with error number %d: raise ulimit -n".formatted(error));
            }
            var pipe = new OutputPipe(ends.getAtIndex(JAVA_INT, 0), ends.getAtIndex(JAVA_INT, 1));
            pipe.reader.start();
            return pipe;
        }
    }

    /** What a program that this JVM starts opens as its output, or its errors; not to be used when this is closed. */
    public Path path() {
        return Path.of("/proc/self/fd", Integer.toString(writing));
    }

    /** The last 4 KiB of what was written before; blocks for a moment. Nobody is read any more, whoever still writes. */
    public byte[] end() {
        close();
        synchronized (this) {
            return last.clone();
        }
    }

    /** As {@link #end}. */
    @Override
    public void close() {
        synchronized (this) {
            if (!isOver) {
                isOver = true;
                Libc.close(writing); // wakes the reader where nobody else writes
            }
        }
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try (var arena = Arena.ofConfined()) {
            var buffer = arena.allocate(AT_ONCE);
            var pollfd = arena.allocate(POLLFD, 4);
            pollfd.set(JAVA_INT, 0, reading);
            pollfd.set(JAVA_SHORT, 4, POLLIN);
            var taken = 0L;
            while (!isOver) {
                var ready = Libc.poll(pollfd, 1, LOOK_EVERY_MILLIS);
                var count = ready > 0 ? take(buffer) : 0;
                taken += count;
                if (taken > FAST_BYTES || (ready < 0 && ready != -Libc.EINTR)) {
                    LockSupport.parkNanos(SLOW_NANOS);
                }
            }
            drain(buffer);
        } finally {
            Libc.close(reading);
        }
    }

    /** What stood in the pipe at the end, and not what others go on to write. */
    private void drain(MemorySegment buffer) {
        var taken = 0L;
        for (var count = take(buffer); count > 0 && taken < AT_ONCE; count = take(buffer)) {
            taken += count;
        }
    }

    /** How much there was; 0 where nothing is there now, or nobody writes any more. */
    private int take(MemorySegment buffer) {
        var count = (int) Math.max(0, Libc.read(reading, buffer));
        if (count > 0) {
            var from = Math.max(0, count - KEPT_BYTES);
            keep(buffer.asSlice(from, count - from).toArray(JAVA_BYTE));
        }
        return count;
    }

    private synchronized void keep(byte[] more) {
        var all = Arrays.copyOf(last, last.length + more.length);
        System.arraycopy(more, 0, all, last.length, more.length);
        last = Arrays.copyOfRange(all, Math.max(0, all.length - KEPT_BYTES), all.length);
    }
}
