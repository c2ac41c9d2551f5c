package io.github.batonha.supervision.os;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Local sockets whose kernel says which process sent: the JDK's do not. None of the calls waits. */
final class UnixSockets {

    /** {@code sizeof sun_path}, less the zero at its end, and less one that no JDK uses. */
    static final int LONGEST_PATH = 106;

    static final int DATAGRAMS = 2;
    static final int STREAMS = 1;

    private static final short AF_UNIX = 1;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOCK_NONBLOCK = 0x800;
    private static final int SOL_SOCKET = 1;
    private static final int SO_PASSCRED = 16;
    private static final int SO_PEERCRED = 17;
    private static final int SCM_CREDENTIALS = 2;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;
    private static final int BACKLOG = 128;

    /** {@code struct ucred { pid_t pid; uid_t uid; gid_t gid; }}. */
    private static final int UCRED = 12;

    private static final int CMSG_HEADER = 16;
    /** Room for the sender alone: for descriptors that come with a message there is none, and the kernel closes them. */
    private static final int CONTROL = 32;

    /** {@code struct msghdr} of a machine with 64 bits. */
    private static final int MSGHDR = 56;

    private static final MethodHandle SOCKET =
            Libc.withErrno("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND =
            Libc.withErrno("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle LISTEN =
            Libc.withErrno("listen", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle ACCEPT =
            Libc.withErrno("accept4", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    private static final MethodHandle SETSOCKOPT = Libc.withErrno(
            "setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle GETSOCKOPT = Libc.withErrno(
            "getsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle RECVMSG =
            Libc.withErrno("recvmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));

    private static final MethodHandle SENDTO = Libc.withErrno(
            "sendto", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));

    private UnixSockets() {}

    /** A socket at this path, closed on exec; of streams one that is listened on. */
    static int open(Path path, int type) throws IOException {
        var descriptor = (int) Libc.call(
                errno -> (long) (int) SOCKET.invokeExact(errno, (int) AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        if (descriptor < 0) {
            throw new IOException(
                    "its notify socket can't be made (error number %d): raise ulimit -n".formatted(-descriptor));
        }
        var result = bind(descriptor, path, type);
        if (result < 0) {
            Libc.close(descriptor);
            throw new IOException("its notify socket '%s' can't be made (error number %d): let this user write there"
                    .formatted(path, -result));
        }
        return descriptor;
    }

    private static long bind(int descriptor, Path path, int type) {
        try (var arena = Arena.ofConfined()) {
            var name = path.toString().getBytes(StandardCharsets.UTF_8);
            var address = address(name, arena);
            // With the zero at its end.
            var length = 2 + name.length + 1;
            var one = arena.allocateFrom(JAVA_INT, 1);
            var named = type == STREAMS
                    ? 0
                    : Libc.call(errno ->
                            (long) (int) SETSOCKOPT.invokeExact(errno, descriptor, SOL_SOCKET, SO_PASSCRED, one, 4));
            var bound = named < 0
                    ? named
                    : Libc.call(errno -> (long) (int) BIND.invokeExact(errno, descriptor, address, length));
            return bound < 0 || type != STREAMS
                    ? bound
                    : Libc.call(errno -> (long) (int) LISTEN.invokeExact(errno, descriptor, BACKLOG));
        }
    }

    /** {@code struct sockaddr_un { short sun_family; char sun_path[108]; }}. */
    private static MemorySegment address(byte[] name, Arena arena) {
        var address = arena.allocate(2 + LONGEST_PATH + 1, 2);
        address.set(JAVA_SHORT, 0, AF_UNIX);
        MemorySegment.copy(name, 0, address, JAVA_BYTE, 2, name.length);
        return address;
    }

    /**
     * Sends one datagram.
     *
     * @param name of the socket that it is for, at most {@link #LONGEST_PATH} bytes; an abstract one begins with a zero byte
     * @return a negated errno where it was not sent
     */
    static long send(byte[] name, byte[] message) {
        var descriptor = (int)
                Libc.call(errno -> (long) (int) SOCKET.invokeExact(errno, (int) AF_UNIX, DATAGRAMS | SOCK_CLOEXEC, 0));
        if (descriptor < 0) {
            return descriptor;
        }
        try (var arena = Arena.ofConfined()) {
            var address = address(name, arena);
            var bytes = arena.allocateFrom(JAVA_BYTE, message);
            return Libc.call(errno -> (long) SENDTO.invokeExact(
                    errno,
                    descriptor,
                    bytes,
                    (long) message.length,
                    MSG_DONTWAIT | MSG_NOSIGNAL,
                    address,
                    2 + name.length));
        } finally {
            Libc.close(descriptor);
        }
    }

    /** The next connection, negative where there is none. */
    static int accept(int descriptor) {
        return (int) Libc.call(errno -> (long) (int) ACCEPT.invokeExact(
                errno, descriptor, MemorySegment.NULL, MemorySegment.NULL, SOCK_CLOEXEC | SOCK_NONBLOCK));
    }

    /** The pid of who opened a connection; 0 where it can't be told. */
    static long peer(int connection) {
        try (var arena = Arena.ofConfined()) {
            var credentials = arena.allocate(UCRED, 4);
            var length = arena.allocateFrom(JAVA_INT, UCRED);
            var result = Libc.call(errno -> (long)
                    (int) GETSOCKOPT.invokeExact(errno, connection, SOL_SOCKET, SO_PEERCRED, credentials, length));
            return result < 0 ? 0 : credentials.get(JAVA_INT, 0);
        }
    }

    /** The next datagram and its sender, null where there is none. */
    static NotifySocket.@Nullable Message receive(int descriptor, MemorySegment buffer) {
        try (var arena = Arena.ofConfined()) {
            var control = arena.allocate(CONTROL, 8);
            // struct iovec { void *iov_base; size_t iov_len; }
            var parts = arena.allocate(16, 8);
            parts.set(ADDRESS, 0, buffer);
            parts.set(JAVA_LONG, 8, buffer.byteSize());
            var header = arena.allocate(MSGHDR, 8);
            header.set(ADDRESS, 16, parts);
            header.set(JAVA_LONG, 24, 1);
            header.set(ADDRESS, 32, control);
            header.set(JAVA_LONG, 40, CONTROL);
            var length = Libc.call(
                    errno -> (long) RECVMSG.invokeExact(errno, descriptor, header, MSG_DONTWAIT | MSG_CMSG_CLOEXEC));
            if (length < 0) {
                return null;
            }
            var bytes = new byte[(int) length];
            MemorySegment.copy(buffer, JAVA_BYTE, 0, bytes, 0, bytes.length);
            return new NotifySocket.Message(sender(header, control), new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private static long sender(MemorySegment header, MemorySegment control) {
        // struct cmsghdr { size_t cmsg_len; int cmsg_level; int cmsg_type; }
        var isThere = header.get(JAVA_LONG, 40) >= CMSG_HEADER + UCRED
                && control.get(JAVA_INT, 8) == SOL_SOCKET
                && control.get(JAVA_INT, 12) == SCM_CREDENTIALS;
        return isThere ? control.get(JAVA_INT, CMSG_HEADER) : 0;
    }
}
