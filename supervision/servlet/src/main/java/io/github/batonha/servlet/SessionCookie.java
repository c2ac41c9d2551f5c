package io.github.batonha.servlet;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;

/** The cookie that carries the id. Not readable by scripts, and not sent along with requests from other sites. */
record SessionCookie(String name, String secure) {

    /** More in one request come from nobody's browser. */
    private static final int MOST = 10;

    /**
     * The ids in the order of the request. A browser sends several cookies of one name where they were set for several paths or
     * domains, and does not say which is which.
     */
    List<String> read(HttpServletRequest request) {
        var cookies = request.getCookies();
        return cookies == null
                ? List.of()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(name))
                        .map(Cookie::getValue)
                        .distinct()
                        .limit(MOST)
                        .toList();
    }

    void write(HttpServletRequest request, HttpServletResponse response, String id) {
        response.addCookie(cookie(request, id, -1));
    }

    void remove(HttpServletRequest request, HttpServletResponse response) {
        response.addCookie(cookie(request, "", 0));
    }

    private Cookie cookie(HttpServletRequest request, String id, int maxAge) {
        var cookie = new Cookie(name, id);
        var path = request.getContextPath();
        cookie.setPath(path.isEmpty() ? "/" : path);
        cookie.setHttpOnly(true);
        cookie.setSecure(secure.equals("auto") ? request.isSecure() : Boolean.parseBoolean(secure));
        cookie.setAttribute("SameSite", "Lax");
        cookie.setMaxAge(maxAge);
        return cookie;
    }
}
