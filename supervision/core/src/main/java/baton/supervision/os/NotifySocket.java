package baton.supervision.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one process says how it is: a datagram socket, as {@code sd_notify} wants it, and a stream socket beside it for programs that
 * have no datagrams, such as Java: one connection a message. Only the owner of the files can send. What is sent between {@link #bind}
 * and {@link #listen} waits in the kernel. Any thread.
 */
public final class NotifySocket implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(NotifySocket.class);

    /** {@code sizeof sun_path}, less the zero at its end. */
    private static final int LONGEST_PATH = 107;

    private static final String STREAM_SUFFIX = ".s";
    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOCK_NONBLOCK = 0x800;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MOST_BYTES = 8192;
    /** Read at once: what a process sends faster waits, and then the process does. */
    private static final int MOST_MESSAGES = 64;

    private static final int MOST_CONNECTIONS = 8;
    private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(1);

    private static final MethodHandle SOCKET =
            Libc.withErrno("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND =
            Libc.withErrno("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle RECV =
            Libc.withErrno("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

    private final int descriptor;
    private final ServerSocketChannel streams;
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private final Semaphore connections = new Semaphore(MOST_CONNECTIONS);

    private NotifySocket(int descriptor, ServerSocketChannel streams) {
        this.descriptor = descriptor;
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
        if (stream.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            throw new IOException(
                    "the path of its notify socket '%s' is longer than the %d bytes that Linux allows: move the home to a shorter path"
                            .formatted(stream, LONGEST_PATH));
        }
        Files.createDirectories(path.getParent());
        Files.deleteIfExists(path);
        Files.deleteIfExists(stream);
        var descriptor = datagrams(path);
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(stream));
            for (var file : List.of(path, stream)) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                if (owner != UserAccount.ownId()) {
                    Files.setAttribute(file, "unix:uid", (int) owner);
                }
            }
            return new NotifySocket(descriptor, server);
        } catch (IOException | RuntimeException e) {
            Libc.close(descriptor);
            server.close();
            throw e;
        }
    }

    private static int datagrams(Path path) throws IOException {
        var descriptor = (int) Libc.call(errno ->
                (long) (int) SOCKET.invokeExact(errno, (int) AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        if (descriptor < 0) {
            throw new IOException(
                    "its notify socket can't be made (error number %d): raise ulimit -n".formatted(-descriptor));
        }
        try (var arena = Arena.ofConfined()) {
            // struct sockaddr_un { short sun_family; char sun_path[108]; }
            var name = path.toString().getBytes(StandardCharsets.UTF_8);
            var address = arena.allocate(2 + LONGEST_PATH + 1, 2);
            address.set(JAVA_SHORT, 0, AF_UNIX);
            MemorySegment.copy(name, 0, address, JAVA_BYTE, 2, name.length);
            var length = 2 + name.length + 1;
            var result = Libc.call(errno -> (long) (int) BIND.invokeExact(errno, descriptor, address, length));
            if (result < 0) {
                Libc.close(descriptor);
                throw new IOException(
                        "its notify socket '%s' can't be made (error number %d): let this user write there"
                                .formatted(path, -result));
            }
            return descriptor;
        }
    }

    /**
     * Tells what is said, on a thread that must not be blocked, until closed. Messages that were sent as datagrams and are there at
     * the same time are told at once, and further ones only after {@link #goOn}: who sends without end holds up only himself.
     */
    public void listen(Consumer<List<String>> listener) {
        NotifyPoll.add(this, listener);
        Thread.startVirtualThread(() -> accept(listener));
    }

    /** What was told is dealt with. */
    public void goOn() {
        NotifyPoll.goOn(this);
    }

    @Override
    public void close() {
        NotifyPoll.remove(this);
        try {
            streams.close();
        } catch (IOException e) {
            log.debug("Could not close a notify socket", e);
        }
    }

    /** Once: false where it was closed already. */
    boolean closes() {
        return isClosed.compareAndSet(false, true);
    }

    int descriptor() {
        return descriptor;
    }

    /** Does not wait. */
    List<String> receive() {
        var messages = new ArrayList<String>();
        try (var arena = Arena.ofConfined()) {
            var bytes = arena.allocate(MOST_BYTES);
            while (messages.size() < MOST_MESSAGES) {
                var length = Libc.call(
                        errno -> (long) RECV.invokeExact(errno, descriptor, bytes, (long) MOST_BYTES, MSG_DONTWAIT));
                if (length < 0) {
                    break;
                }
                var message = new byte[(int) length];
                MemorySegment.copy(bytes, JAVA_BYTE, 0, message, 0, message.length);
                messages.add(new String(message, StandardCharsets.UTF_8));
            }
        }
        return messages;
    }

    private void accept(Consumer<List<String>> listener) {
        while (streams.isOpen()) {
            connections.acquireUninterruptibly();
            try {
                var connection = streams.accept();
                Thread.startVirtualThread(() -> read(connection, listener));
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException e) {
                connections.release();
                log.warn("Could not hear what a process says: tries again; if this goes on, raise ulimit -n", e);
                LockSupport.parkNanos(TRY_AGAIN_AFTER.toNanos());
            }
        }
    }

    private void read(SocketChannel connection, Consumer<List<String>> listener) {
        try (connection) {
            var bytes = ByteBuffer.allocate(MOST_BYTES);
            while (bytes.hasRemaining() && connection.read(bytes) >= 0) {
                // Until the sender closes, or has said more than anybody has to say.
            }
            listener.accept(List.of(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)));
        } catch (IOException brokenOff) {
            log.debug("Ignored half of a message: {}", brokenOff.toString());
        } finally {
            connections.release();
        }
    }
}
