package io.github.batonha.supervision.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The sockets that listen on a TCP port of this network namespace. The kernel is asked for these alone ({@code NETLINK_SOCK_DIAG}):
 * {@code /proc/net/tcp} lists all connections, and takes milliseconds for it even where there are none.
 */
public final class ListeningSockets {

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOCK_NONBLOCK = 0x800;
    private static final int NETLINK_SOCK_DIAG = 4;
    private static final short SOCK_DIAG_BY_FAMILY = 20;
    private static final short REQUEST_AND_DUMP = 0x301;
    private static final short DONE = 3;
    private static final byte AF_INET = 2;
    private static final byte AF_INET6 = 10;
    private static final byte IPPROTO_TCP = 6;
    private static final int LISTENING = 1 << 10;
    /** {@code struct nlmsghdr}, then {@code struct inet_diag_req_v2}, or {@code struct inet_diag_msg} in the answer. */
    private static final int HEADER = 16;

    private static final int REQUEST = HEADER + 56;
    private static final int ADDRESS_AT = HEADER + 8;
    private static final int INTERFACE_AT = HEADER + 40;
    private static final int INODE_AT = HEADER + 68;
    private static final int ANSWER = HEADER + 72;
    private static final int MOST_BYTES = 32 * 1024;

    private static final ValueLayout.OfShort BIG_ENDIAN_SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private static final MethodHandle SOCKET =
            Libc.withErrno("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));

    private ListeningSockets() {}

    /** One of them, at the address that it is bound to. */
    public record Bound(InetAddress address, long inode) {}

    /** Those on a port; empty where the kernel does not tell. */
    public static Optional<List<Bound>> on(int port) {
        var descriptor = (int) Libc.call(errno -> (long) (int)
                SOCKET.invokeExact(errno, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_SOCK_DIAG));
        if (descriptor < 0) {
            return Optional.empty();
        }
        try (var arena = Arena.ofConfined()) {
            var found = new ArrayList<Bound>();
            var buffer = arena.allocate(MOST_BYTES, 8);
            var isTold = ask(descriptor, AF_INET, port, buffer, found);
            if (isTold) {
                // A host without IPv6 may refuse to tell of it.
                ask(descriptor, AF_INET6, port, buffer, found);
            }
            return isTold ? Optional.of(List.copyOf(found)) : Optional.empty();
        } finally {
            Libc.close(descriptor);
        }
    }

    private static boolean ask(int descriptor, byte family, int port, MemorySegment buffer, List<Bound> found) {
        var request = buffer.asSlice(0, REQUEST).fill((byte) 0);
        request.set(JAVA_INT, 0, REQUEST);
        request.set(JAVA_SHORT, 4, SOCK_DIAG_BY_FAMILY);
        request.set(JAVA_SHORT, 6, REQUEST_AND_DUMP);
        request.set(JAVA_BYTE, HEADER, family);
        request.set(JAVA_BYTE, HEADER + 1, IPPROTO_TCP);
        request.set(JAVA_INT, HEADER + 4, LISTENING);
        request.set(BIG_ENDIAN_SHORT, HEADER + 8, (short) port);
        if (Libc.write(descriptor, request) != REQUEST) {
            return false;
        }
        while (true) {
            var length = Libc.read(descriptor, buffer);
            if (length < HEADER) {
                return false;
            }
            for (var at = 0L; at + HEADER <= length; ) {
                var message = buffer.asSlice(at);
                var size = message.get(JAVA_INT, 0);
                if (message.get(JAVA_SHORT, 4) == DONE) {
                    return true;
                }
                if (message.get(JAVA_SHORT, 4) != SOCK_DIAG_BY_FAMILY || size < ANSWER) {
                    return false;
                }
                bound(message, family, port).ifPresent(found::add);
                at += (size + 3) & ~3;
            }
        }
    }

    private static Optional<Bound> bound(MemorySegment message, byte family, int port) {
        if ((message.get(BIG_ENDIAN_SHORT, HEADER + 4) & 0xFFFF) != port) {
            return Optional.empty();
        }
        var bytes = message.asSlice(ADDRESS_AT, family == AF_INET ? 4 : 16).toArray(JAVA_BYTE);
        var inode = Integer.toUnsignedLong(message.get(JAVA_INT, INODE_AT));
        try {
            var address = InetAddress.getByAddress(bytes);
            var scope = message.get(JAVA_INT, INTERFACE_AT);
            var isScoped = address.isLinkLocalAddress() && scope != 0 && bytes.length == 16;
            return Optional.of(new Bound(isScoped ? Inet6Address.getByAddress(null, bytes, scope) : address, inode));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    /** Whether one of these processes holds the socket; also where that can't be found out, because they are of another user. */
    public static boolean isHeldBy(long inode, Collection<Long> pids) {
        var wanted = "socket:[%d]".formatted(inode);
        for (var pid : pids) {
            try (var files = Files.newDirectoryStream(Path.of("/proc", pid.toString(), "fd"))) {
                for (var file : files) {
                    if (isLink(file, wanted)) {
                        return true;
                    }
                }
            } catch (AccessDeniedException ofAnotherUser) {
                return true;
            } catch (IOException | DirectoryIteratorException gone) {
                // Another one of them may hold it.
            }
        }
        return false;
    }

    /**
     * Makes those of this JVM listen no more, so that others may have the port: for a library that does not close them. Blocks for a
     * moment.
     *
     * @return how many there were
     */
    public static int silence(int port) {
        var silenced = 0;
        for (var bound : on(port).orElse(List.of())) {
            for (var descriptor : descriptors(bound.inode())) {
                silenced += Libc.shutdown(descriptor) == 0 ? 1 : 0;
            }
        }
        return silenced;
    }

    private static List<Integer> descriptors(long inode) {
        var wanted = "socket:[%d]".formatted(inode);
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.filter(file -> isLink(file, wanted))
                    .map(file -> Integer.valueOf(file.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean isLink(Path file, String wanted) {
        try {
            return Files.readSymbolicLink(file).toString().equals(wanted);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
