package io.github.batonha.cli.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;

/**
 * One GET over a connection of its own. By hand: what {@code HttpURLConnection} loads takes a short command a good part of its time,
 * and its search for handlers of {@code http} opens each jar of the class path. HTTP/1.0, for the answer to that is one piece that ends
 * with the connection.
 */
final class HttpGet {

    private static final int DEFAULT_PORT = 80;
    private static final int HEAD_AT_MOST = 64 * 1024;

    private HttpGet() {}

    /** What came. {@code contentType} is empty where none was said. */
    record Answer(int status, String contentType, String body) {}

    /**
     * Blocks until all of the answer is there.
     *
     * @param connectWithin at most that long for the connection
     * @param silentAtMost at most that long without a byte
     * @param token sent along if it is not empty
     * @throws IOException if nothing listens there, or what came is not all of an HTTP answer
     */
    static Answer of(URI url, Duration connectWithin, Duration silentAtMost, String token) throws IOException {
        var address = addressOf(url);
        try (var socket = new Socket(Proxy.NO_PROXY)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) silentAtMost.toMillis());
            socket.connect(address, (int) connectWithin.toMillis());
            var request = "GET " + pathOf(url) + " HTTP/1.0\r\nHost: " + url.getRawAuthority()
                    + (token.isEmpty() ? "" : "\r\nAuthorization: Bearer " + token)
                    + "\r\nAccept: */*\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return parse(all(socket.getInputStream()));
        }
    }

    /** A name with an underscore is none by the standard of addresses, and a host all the same. */
    private static InetSocketAddress addressOf(URI url) throws IOException {
        var host = url.getHost();
        var port = url.getPort();
        if (host == null) {
            var authority = String.valueOf(url.getRawAuthority());
            var colon = authority.lastIndexOf(':');
            host = colon < 0 ? authority : authority.substring(0, colon);
            port = colon < 0 ? DEFAULT_PORT : portOf(authority.substring(colon + 1));
        }
        return new InetSocketAddress(InetAddress.getByName(host), port < 0 ? DEFAULT_PORT : port);
    }

    private static int portOf(String text) throws IOException {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IOException("'%s' is no port".formatted(text), e);
        }
    }

    private static String pathOf(URI url) {
        var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    private static byte[] all(InputStream from) throws IOException {
        var all = new ByteArrayOutputStream(HEAD_AT_MOST);
        try {
            from.transferTo(all);
        } catch (SocketException reset) {
            // Whether it was all is told by its length: an agent that ends may reset a connection behind its answer.
            if (all.size() == 0) {
                throw reset;
            }
        }
        return all.toByteArray();
    }

    private static Answer parse(byte[] bytes) throws IOException {
        var bodyAt = endOfHead(bytes);
        var head = new String(bytes, 0, bodyAt, ISO_8859_1);
        var length = header(head, "content-length");
        if (!length.isEmpty() && !length.equals(Integer.toString(bytes.length - bodyAt))) {
            throw new EOFException("Premature EOF");
        }
        return new Answer(
                status(head), header(head, "content-type"), new String(bytes, bodyAt, bytes.length - bodyAt, UTF_8));
    }

    /** Where the body begins. */
    private static int endOfHead(byte[] bytes) throws IOException {
        for (var i = 3; i < bytes.length && i < HEAD_AT_MOST; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        throw new EOFException("Unexpected end of file from server");
    }

    /** Of {@code HTTP/1.1 200 OK}. */
    private static int status(String head) throws IOException {
        try {
            if (head.startsWith("HTTP/1.") && head.charAt(8) == ' ') {
                return Integer.parseInt(head, 9, 12, 10);
            }
        } catch (IndexOutOfBoundsException | NumberFormatException notHttp) {
            // Said below.
        }
        throw new IOException("Invalid Http response");
    }

    /** Empty where there is none of that name. */
    private static String header(String head, String name) {
        for (var line = next(head, 0); line < head.length(); line = next(head, line)) {
            var colon = line + name.length();
            if (colon < head.length()
                    && head.charAt(colon) == ':'
                    && head.regionMatches(true, line, name, 0, name.length())) {
                return head.substring(colon + 1, next(head, line)).strip();
            }
        }
        return "";
    }

    /** Where the line after that at {@code at} begins. Without a regular expression, as all here: their first use takes its time, too. */
    private static int next(String head, int at) {
        var end = head.indexOf("\r\n", at);
        return end < 0 ? head.length() : end + 2;
    }
}
