package io.github.batonha.servlet;

import io.github.batonha.client.sessions.AgentAccess;
import io.github.batonha.client.sessions.Replicate;
import io.github.batonha.client.sessions.Sessions;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Gives the application behind it an {@code HttpSession} that every node has. It must be the first filter of the chain. What a request
 * changed is on another node before the first byte of its answer leaves, so a user whose next request goes elsewhere is
 * known there.
 *
 * <p>Attributes must be {@link java.io.Serializable}. An attribute that was got and then changed in place is noticed by comparing
 * its serialised form. Init parameters, all optional: {@code cookie} (BATONSESSION), {@code ttl} in seconds (1800), {@code secure}
 * ({@code auto}: as the request; or {@code true}, {@code false}), {@code classes} of the
 * application that attributes may hold, beside values and collections of the JDK ({@code com.example.shop.**;com.example.User}),
 * {@code key-file}, whose key seals attributes, with {@code unsealed} ({@code refuse}, or {@code accept} while applications are upgraded),
 * {@code agent-url} and {@code agent-token} for a process that no agent started.
 */
public final class SharedSessionFilter implements Filter {

    private @Nullable Sessions sessions;
    private SessionCookie cookie = new SessionCookie("BATONSESSION", "auto");
    private Duration ttl = Duration.ofMinutes(30);
    private ValueRules rules = new ValueRules(new ValueFilter(""), ValueSeal.NONE);

    /** For the container: everything from init parameters and the environment. */
    public SharedSessionFilter() {}

    public SharedSessionFilter(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void init(FilterConfig config) throws ServletException {
        cookie = new SessionCookie(or(config, "cookie", "BATONSESSION"), or(config, "secure", "auto"));
        ttl = SharedSession.lifetime(seconds(or(config, "ttl", "1800")));
        rules = new ValueRules(classes(or(config, "classes", "")), seal(config));
        var url = config.getInitParameter("agent-url");
        if (sessions == null) {
            sessions = url == null
                    ? Sessions.ofThisProcess()
                    : Sessions.of(
                            AgentAccess.of(URI.create(url), or(config, "agent-token", "")),
                            Replicate.ONE_OTHER,
                            Duration.ofSeconds(10));
        }
    }

    private static int seconds(String text) throws ServletException {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new ServletException(
                    ("init parameter ttl of the SharedSessionFilter is \"%s\": give whole seconds, such as 1800, or 0 for as long as the"
                                    + " agents allow")
                            .formatted(text),
                    e);
        }
    }

    private static ValueFilter classes(String pattern) throws ServletException {
        try {
            return new ValueFilter(pattern);
        } catch (IllegalArgumentException e) {
            throw new ServletException(
                    ("init parameter classes of the SharedSessionFilter is \"%s\": give classes and packages with ; between them, such as"
                                    + " com.example.shop.**;com.example.User (%s)")
                            .formatted(pattern, e.getMessage()),
                    e);
        }
    }

    private static ValueSeal seal(FilterConfig config) throws ServletException {
        var file = or(config, "key-file", "").strip();
        var unsealed = or(config, "unsealed", "refuse").strip();
        if (!unsealed.equals("refuse") && !unsealed.equals("accept")) {
            throw new ServletException(
                    "init parameter unsealed of the SharedSessionFilter is \"%s\": give refuse or accept"
                            .formatted(unsealed));
        }
        try {
            return file.isEmpty() ? ValueSeal.NONE : ValueSeal.of(Path.of(file), unsealed.equals("accept"));
        } catch (IOException e) {
            throw new ServletException("init parameter key-file of the SharedSessionFilter: " + e.getMessage(), e);
        }
    }

    private static String or(FilterConfig config, String name, String otherwise) {
        var value = config.getInitParameter(name);
        return value == null ? otherwise : value;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var store = sessions;
        if (store == null) {
            throw new ServletException("SharedSessionFilter was not initialised: register it as a filter");
        }
        if (!(request instanceof HttpServletRequest http)
                || !(response instanceof HttpServletResponse answer)
                || request.getAttribute(SharedSessionFilter.class.getName()) != null) {
            // A forward, an include or an error page of a request that has its session already.
            chain.doFilter(request, response);
            return;
        }
        request.setAttribute(SharedSessionFilter.class.getName(), true);
        var shared = new SharedRequest(http, answer, store, cookie, ttl, rules);
        var committing = new CommittingResponse(answer, shared::save);
        try {
            chain.doFilter(shared, committing);
        } finally {
            shared.save();
            committing.finish();
            request.removeAttribute(SharedSessionFilter.class.getName());
        }
    }
}
