package io.github.batonha.supervision.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Where one process says how it is: a datagram socket, as {@code sd_notify} wants it, and a stream socket beside it for programs that
 * have no datagrams, such as Java: one connection a message. Only the owner of the files can send, and the kernel says which process
 * did. What is sent between {@link #bind} and {@link #listen} waits in the kernel. Any thread.
 */
public final class NotifySocket implements AutoCloseable {

    private static final String STREAM_SUFFIX = ".s";
    private static final int NONE = -1;
    private static final int MOST_BYTES = 8192;
    /** Read at once: what a process sends faster waits, and then the process does. */
    private static final int MOST_MESSAGES = 64;

    /** Of a connection: until then its message must be there. */
    private static final Duration SAY_WITHIN = Duration.ofSeconds(1);

    private static final Duration LOOK_AFTER = Duration.ofMillis(1);

    /** Trying again does not mend it. */
    public static final class Unusable extends IOException {
        private static final long serialVersionUID = 1;

        public Unusable(String message) {
            super(message);
        }
    }

    /**
     * What was said.
     *
     * @param sender pid of the process that said it, by the kernel, as this agent sees it; 0 where it can't see it
     */
    public record Message(long sender, String text) {}

    private final int datagrams;
    private final int streams;
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private final ReentrantLock reading = new ReentrantLock();

    private NotifySocket(int datagrams, int streams) {
        this.datagrams = datagrams;
        this.streams = streams;
    }

    /** The file of the stream socket beside that of the datagram socket. */
    public static Path streamOf(Path datagrams) {
        return datagrams.resolveSibling(datagrams.getFileName() + STREAM_SUFFIX);
    }

    /**
     * Makes both sockets, in place of what an earlier agent or run left there. Blocks.
     *
     * @param owner uid of who may send
     */
    public static NotifySocket bind(Path path, long owner) throws IOException {
        var stream = streamOf(path);
        if (stream.toString().getBytes(StandardCharsets.UTF_8).length > UnixSockets.LONGEST_PATH) {
            throw new Unusable(
                    "the path of its notify socket '%s' is longer than the %d bytes that are possible: move the home to a shorter path"
                            .formatted(stream, UnixSockets.LONGEST_PATH));
        }
        NotifyPoll.begin();
        FileMode.ENTERED_FOLDER.folder(path.resolveSibling("."));
        Files.deleteIfExists(path);
        Files.deleteIfExists(stream);
        var datagrams = NONE;
        var streams = NONE;
        try {
            datagrams = UnixSockets.open(path, UnixSockets.DATAGRAMS);
            streams = UnixSockets.open(stream, UnixSockets.STREAMS);
            for (var file : List.of(path, stream)) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                if (owner != UserAccount.ownId()) {
                    Files.setAttribute(file, "unix:uid", (int) owner);
                }
            }
            return new NotifySocket(datagrams, streams);
        } catch (IOException | RuntimeException e) {
            for (var descriptor : List.of(datagrams, streams)) {
                if (descriptor != NONE) {
                    Libc.close(descriptor);
                }
            }
            throw e;
        }
    }

    /**
     * Tells what is said, on a thread that must not be blocked, until closed. Messages that are there at the same time are told at once
     * and in their order, and further ones only after {@link #goOn}: who sends without end holds up only himself.
     */
    public void listen(Consumer<List<Message>> listener) {
        NotifyPoll.add(this, listener);
    }

    /** What was told is dealt with. */
    public void goOn() {
        NotifyPoll.goOn(this);
    }

    @Override
    public void close() {
        NotifyPoll.remove(this);
    }

    /** Once: false where it was closed already. */
    boolean closes() {
        return isClosed.compareAndSet(false, true);
    }

    boolean isOpen() {
        return !isClosed.get();
    }

    int datagrams() {
        return datagrams;
    }

    int streams() {
        return streams;
    }

    /** The datagrams that are there. Does not wait. */
    List<Message> receive() {
        var messages = new ArrayList<Message>();
        try (var arena = Arena.ofConfined()) {
            var bytes = arena.allocate(MOST_BYTES);
            while (messages.size() < MOST_MESSAGES) {
                var message = UnixSockets.receive(datagrams, bytes);
                if (message == null) {
                    break;
                }
                messages.add(message);
            }
        }
        return messages;
    }

    /**
     * Takes the connections that are there, one after the other: else what is said quickly would be told in any order. Who keeps his
     * connection open keeps none waiting that came before. Waits for what they say, for a second each.
     */
    void receiveStreams(Consumer<List<Message>> listener) {
        reading.lock();
        try {
            var messages = new ArrayList<Message>();
            var connection = NotifyPoll.accept(this);
            while (connection >= 0) {
                var isEnded = read(connection, messages);
                connection = isEnded && messages.size() < MOST_MESSAGES ? NotifyPoll.accept(this) : NONE;
            }
            if (messages.isEmpty()) {
                NotifyPoll.goOn(this);
            } else {
                listener.accept(messages);
            }
        } finally {
            reading.unlock();
        }
    }

    /** Whether it ended in time: what it said until then counts. */
    private static boolean read(int connection, List<Message> messages) {
        var until = System.nanoTime() + SAY_WITHIN.toNanos();
        try (var arena = Arena.ofConfined()) {
            var bytes = arena.allocate(MOST_BYTES);
            var length = 0L;
            var count = 1L;
            while (count != 0 && length < MOST_BYTES && System.nanoTime() - until < 0) {
                count = Libc.read(connection, bytes.asSlice(length));
                if (count == -Libc.EAGAIN || count == -Libc.EINTR) {
                    LockSupport.parkNanos(LOOK_AFTER.toNanos());
                } else if (count < 0) {
                    return true; // half a message, broken off
                } else {
                    length += count;
                }
            }
            if (length > 0) {
                messages.add(new Message(UnixSockets.peer(connection), text(bytes, (int) length)));
            }
            return count == 0;
        } finally {
            Libc.close(connection);
        }
    }

    private static String text(MemorySegment bytes, int length) {
        var copy = new byte[length];
        MemorySegment.copy(bytes, JAVA_BYTE, 0, copy, 0, length);
        return new String(copy, StandardCharsets.UTF_8);
    }
}
