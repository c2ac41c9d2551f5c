package io.github.batonha.actors.http;

import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * Whether a page of this agent sent a request, as the browser tells it. A page of another site can have a browser send requests with what
 * the user is known by. It can set neither {@code Sec-Fetch-Site} nor {@code Origin}, and no header of our own. Pure.
 */
final class BrowserCheck {
    /** What only a script of the same origin can send without being asked first. */
    static final String HEADER = "Baton-Console";

    private static final String SITE = "Sec-Fetch-Site";

    private BrowserCheck() {}

    /** Why an order is refused; empty where it is not. Programs send none of these headers, and pass. */
    static Optional<String> ofOrder(HttpRequest request) {
        return header(request, SITE)
                .filter(site -> !site.equals("same-origin") && !site.equals("none"))
                .map("a page of another site sent it (Sec-Fetch-Site: %s)"::formatted);
    }

    /** Of a request that is known by its cookie alone, or is to get one: why it is refused. */
    static Optional<String> ofSession(HttpRequest request) {
        return request.method().isSafe() ? ofOrder(request) : ofOrder(request).or(() -> ofPage(request));
    }

    private static Optional<String> ofPage(HttpRequest request) {
        if (header(request, HEADER).isEmpty()) {
            return Optional.of("the header %s is missing".formatted(HEADER));
        }
        if (header(request, SITE).isPresent()) {
            return Optional.empty();
        }
        // Browsers tell the site only over TLS and on loopback.
        return header(request, "Origin").map(origin -> isOwn(origin, request)).orElse(false)
                ? Optional.empty()
                : Optional.of("neither Sec-Fetch-Site nor Origin says that a page of this agent sent it");
    }

    private static boolean isOwn(String origin, HttpRequest request) {
        return header(request, "Host")
                .filter(host -> origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host))
                .isPresent();
    }

    private static Optional<String> header(HttpRequest request, String name) {
        return request.getHeader(name).map(HttpHeader::value);
    }
}
