package io.github.batonha.supervision.probe.net;

import io.github.batonha.supervision.os.ListeningSockets;
import io.github.batonha.supervision.os.LocalPorts;
import io.github.batonha.supervision.probe.Answer;
import io.github.batonha.supervision.probe.Check;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;

/**
 * Looks at a port of this host, wherever a process listens there. Blocks for at most the given time, plus what the resolver takes
 * where the address is a name: on a virtual thread.
 */
public final class NetworkProbe {

    /** Of an answer no more is read; no sensible one has a longer head. */
    private static final int MOST_BYTES = 16 * 1024;

    private static final InetAddress LOOPBACK_6 = loopback6();

    private static InetAddress loopback6() {
        try {
            return InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 16 bytes", e);
        }
    }

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9][0-9])( .*)?");

    private NetworkProbe() {}

    public static Answer tcp(Target target, Check.Tcp check, Duration within) {
        var deadline = Deadline.in(within);
        try {
            var socket = connect(target, check.port(), deadline);
            end(socket, target);
            return new Answer.Passed();
        } catch (IOException e) {
            return failed(check.port(), within, e);
        }
    }

    public static Answer http(Target target, Check.Http check, Duration within) {
        var deadline = Deadline.in(within);
        var address = target.address();
        try (var socket = connect(target, check.port(), deadline)) {
            var request =
                    "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUser-Agent: baton\r\nAccept: */*\r\nConnection: close\r\n\r\n"
                            .formatted(
                                    check.path(), address.contains(":") ? "[" + address + "]" : address, check.port());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var head = head(socket, deadline);
            end(socket, target);
            return judged(head, check);
        } catch (IOException e) {
            return failed(check.port(), within, e);
        }
    }

    private static void end(Socket socket, Target target) throws IOException {
        if (target.isServed().test(socket.getLocalPort())) {
            leave(socket);
        } else {
            socket.close();
        }
    }

    private static Answer judged(String head, Check.Http check) {
        var line = head.lines().findFirst().orElse("");
        var matcher = STATUS_LINE.matcher(line);
        if (!matcher.matches()) {
            return new Answer.Failed("port %d does not speak HTTP".formatted(check.port()));
        }
        var status = Integer.parseInt(matcher.group(1));
        var isExpected = check.statuses().stream().anyMatch(range -> status >= range.from() && status <= range.to());
        return isExpected ? new Answer.Passed() : new Answer.Failed("%s answered %d".formatted(check.path(), status));
    }

    /** All of the head, so that a server that hangs within it has not answered. */
    private static String head(Socket socket, Deadline deadline) throws IOException {
        var bytes = new byte[MOST_BYTES];
        var length = 0;
        InputStream in = socket.getInputStream();
        while (length < bytes.length) {
            socket.setSoTimeout(deadline.millis());
            var read = in.read(bytes, length, bytes.length - length);
            if (read < 0) {
                break;
            }
            length += read;
            var head = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
            if (head.contains("\r\n\r\n") || head.contains("\n\n")) {
                return head;
            }
        }
        throw new IOException("the answer broke off");
    }

    private static Answer failed(int port, Duration within, IOException e) {
        return switch (e) {
            case SocketTimeoutException _ ->
                new Answer.Failed("no answer from port %d within %d ms".formatted(port, within.toMillis()));
            case NotThere notThere -> new Answer.Failed(notThere.reason());
            case ConnectException _ -> new Answer.Failed("port %d refuses connections".formatted(port));
            default -> new Answer.Failed("port %d: %s".formatted(port, e.getMessage()));
        };
    }

    /** Nobody listens where it was looked, and that was everywhere. */
    private static final class NotThere extends ConnectException {
        private static final long serialVersionUID = 1;

        private final String reason;

        NotThere(String reason) {
            super(reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    /**
     * Whether somebody accepts a connection at this address or at loopback, whoever that is. Does not ask the kernel who listens, which
     * takes longer than to be refused.
     */
    public static boolean answers(String address, int port, Duration within) {
        try (var socket = connect(Target.at(address).usual(), port, Deadline.in(within))) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private static Socket connect(Target target, int port, Deadline deadline) throws IOException {
        return connect(target.candidates(port), port, deadline);
    }

    private static Socket connect(Collection<InetAddress> candidates, int port, Deadline deadline) throws IOException {
        IOException first = null;
        var tried = new ArrayList<String>();
        for (var candidate : candidates) {
            var socket = new Socket(Proxy.NO_PROXY);
            try {
                // While it is there, and after its end, a server may still listen on the port that it was given.
                socket.setReuseAddress(true);
                socket.connect(new InetSocketAddress(candidate, port), deadline.millis());
                if (!isItself(socket)) {
                    return socket;
                }
                leave(socket);
                first = first == null ? new ConnectException("it reached itself") : first;
            } catch (IOException e) {
                socket.close();
                first = first == null ? e : first;
            }
            tried.add(candidate.equals(LOOPBACK_6) ? "::1" : candidate.getHostAddress());
        }
        if (first == null || first instanceof ConnectException) {
            throw new NotThere("port %d refuses connections at %s".formatted(port, String.join(", ", tried)));
        }
        throw first;
    }

    /** TCP lets a socket without a listener reach itself, where it was given the very port that it looks for. */
    static boolean isItself(Socket socket) {
        return socket.getLocalPort() == socket.getPort()
                && socket.getLocalAddress().equals(socket.getInetAddress());
    }

    /** Without the minute in which the kernel keeps the port of who closes first. */
    static void leave(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /**
     * Where a process is looked for.
     *
     * @param address of the node, which may be a name
     * @param owns whether the socket of that inode is of the process: several nodes may be on one host, each at an address of its own
     * @param isServed whether a process of this host may want to listen on a port: no look may be left there
     */
    public record Target(String address, LongPredicate owns, IntPredicate isServed) {

        /** The node's address, or loopback, or all addresses, whoever listens there. */
        public static Target at(String address) {
            return new Target(address, inode -> false, port -> false);
        }

        /** Where somebody listens; where the kernel does not tell, or a rule of the host may lead elsewhere, the usual places. */
        private Collection<InetAddress> candidates(int port) throws IOException {
            var bound = ListeningSockets.on(port);
            var usual = usual();
            if (bound.isEmpty() || (bound.get().isEmpty() && !LocalPorts.isEphemeral(port))) {
                return usual;
            }
            var found = new LinkedHashSet<InetAddress>();
            var others = new ArrayList<String>();
            for (var one : bound.get()) {
                if (one.address().isAnyLocalAddress()) {
                    found.addAll(usual);
                } else if (isUsual(one.address(), usual) || owns.test(one.inode())) {
                    found.add(one.address());
                } else {
                    others.add(one.address().getHostAddress());
                }
            }
            if (found.isEmpty()) {
                throw new NotThere(
                        others.isEmpty()
                                ? "nothing listens on port %d, at any address of this host".formatted(port)
                                : "port %d is listened on at %s alone, by another process"
                                        .formatted(port, String.join(", ", others)));
            }
            return found;
        }

        /** In this order; the same loopback address is not that of another node. */
        private Collection<InetAddress> usual() throws IOException {
            var usual = new LinkedHashSet<InetAddress>();
            try {
                usual.add(InetAddress.getByName(address));
            } catch (UnknownHostException unknown) {
                // Loopback is left.
            }
            if (usual.isEmpty() || !usual.iterator().next().isLoopbackAddress()) {
                usual.add(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
            }
            usual.add(LOOPBACK_6);
            return usual;
        }

        /** But for that of IPv6, which all nodes of a host share. */
        private static boolean isUsual(InetAddress one, Collection<InetAddress> usual) {
            var isFirst = usual.iterator().next().equals(one);
            return isFirst || (usual.contains(one) && !one.equals(LOOPBACK_6));
        }
    }

    /** On the clock that never steps. */
    private record Deadline(long nanos) {

        static Deadline in(Duration within) {
            return new Deadline(System.nanoTime() + within.toNanos());
        }

        /** What is left, at least 1. */
        int millis() throws SocketTimeoutException {
            var left = nanos - System.nanoTime();
            if (left <= 0) {
                throw new SocketTimeoutException();
            }
            return Math.clamp(left / 1_000_000, 1, Integer.MAX_VALUE);
        }
    }
}
