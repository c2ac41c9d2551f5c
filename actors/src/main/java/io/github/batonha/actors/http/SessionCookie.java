package io.github.batonha.actors.http;

import io.github.batonha.actors.access.ConsoleSessions;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** The cookie of a session of the console. Its name has the node in it, because a browser sends a cookie to all ports of a host. Pure. */
final class SessionCookie {
    private static final String PREFIX = "baton-console-";

    private SessionCookie() {}

    static Optional<String> of(HttpRequest request, String node) {
        var begin = PREFIX + node + "=";
        return request.getHeader("Cookie").map(HttpHeader::value).stream()
                .flatMap(value -> Stream.of(value.split(";", -1)))
                .map(String::strip)
                .filter(pair -> pair.startsWith(begin) && pair.length() > begin.length())
                .map(pair -> pair.substring(begin.length()))
                .findFirst();
    }

    static HttpHeader set(HttpRequest request, String node, String id) {
        return header(request, node, id, ConsoleSessions.LONGEST.toSeconds());
    }

    static HttpHeader remove(HttpRequest request, String node) {
        return header(request, node, "", 0);
    }

    private static HttpHeader header(HttpRequest request, String node, String id, long seconds) {
        var secure = isEncrypted(request) ? "; Secure" : "";
        return RawHeader.create(
                "Set-Cookie",
                "%s%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s"
                        .formatted(PREFIX, node, id, seconds, secure));
    }

    /** A connection without TLS has a session of the protocol NONE. */
    static boolean isEncrypted(HttpRequest request) {
        return request.getAttribute(AttributeKeys.sslSession)
                .filter(tls -> !tls.getSession().getProtocol().equals("NONE"))
                .isPresent();
    }
}
