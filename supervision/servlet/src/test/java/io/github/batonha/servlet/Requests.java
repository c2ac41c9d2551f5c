package io.github.batonha.servlet;

import io.github.batonha.client.sessions.Sessions;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;

/** Requests without a container: cookies and nothing else. */
final class Requests {

    /** So that all tests of requests are those of sealed values too. */
    private static final ValueSeal SEAL = new ValueSeal(new byte[32], false);

    private static final String COOKIE = "S";

    private Requests() {}

    static SharedRequest of(Sessions sessions, String... ids) {
        var cookies = Arrays.stream(ids).map(id -> new Cookie(COOKIE, id)).toArray(Cookie[]::new);
        var request = stub(HttpServletRequest.class, cookies);
        var response = stub(HttpServletResponse.class, cookies);
        return new SharedRequest(
                request,
                response,
                sessions,
                new SessionCookie(COOKIE, "auto"),
                Duration.ofMinutes(30),
                new ValueRules(new ValueFilter("io.github.batonha.servlet.*"), SEAL));
    }

    private static <T> T stub(Class<T> type, Cookie[] cookies) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getCookies" -> cookies;
                    case "getContextPath" -> "";
                    case "isSecure", "isCommitted" -> false;
                    default -> null;
                }));
    }
}
