package baton.supervision.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Looks at a port of this host, at the node's address and at loopback. Blocks for at most the given time, plus what the resolver takes
 * where the address is a name: on a virtual thread.
 */
public final class NetworkLook {

    /** Of an answer no more is read; no sensible one has a longer head. */
    private static final int MOST_BYTES = 16 * 1024;

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9][0-9])( .*)?");

    private NetworkLook() {}

    public static Answer tcp(String address, Check.Tcp check, Duration within) {
        var deadline = Deadline.in(within);
        try {
            connect(address, check.port(), deadline).close();
            return new Answer.Passed();
        } catch (IOException e) {
            return failed(check.port(), within, e);
        }
    }

    public static Answer http(String address, Check.Http check, Duration within) {
        var deadline = Deadline.in(within);
        try (var socket = connect(address, check.port(), deadline)) {
            var request =
                    "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUser-Agent: baton\r\nAccept: */*\r\nConnection: close\r\n\r\n"
                            .formatted(
                                    check.path(), address.contains(":") ? "[" + address + "]" : address, check.port());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return judged(head(socket, deadline), check);
        } catch (IOException e) {
            return failed(check.port(), within, e);
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
            case ConnectException _ -> new Answer.Failed("port %d refuses connections".formatted(port));
            default -> new Answer.Failed("port %d: %s".formatted(port, e.getMessage()));
        };
    }

    private static Socket connect(String address, int port, Deadline deadline) throws IOException {
        IOException first = null;
        for (var candidate : candidates(address)) {
            var socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(candidate, port), deadline.millis());
                return socket;
            } catch (IOException e) {
                socket.close();
                first = first == null ? e : first;
            }
        }
        throw first == null ? new ConnectException("no address") : first;
    }

    private static List<InetAddress> candidates(String address) {
        var candidates = new ArrayList<InetAddress>();
        try {
            candidates.add(InetAddress.getByName(address));
        } catch (IOException unknownHost) {
            return List.of(InetAddress.getLoopbackAddress());
        }
        if (!candidates.getFirst().isLoopbackAddress()) {
            candidates.add(InetAddress.getLoopbackAddress());
        }
        return candidates;
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
