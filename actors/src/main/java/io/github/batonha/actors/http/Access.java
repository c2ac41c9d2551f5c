package io.github.batonha.actors.http;

import io.github.batonha.actors.access.Caller;
import io.github.batonha.actors.access.Identities;
import io.github.batonha.actors.access.Permission;
import io.github.batonha.actors.access.ProxyUsers;
import io.github.batonha.actors.access.Role;
import io.github.batonha.conf.model.HttpSettings;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.apache.pekko.http.javadsl.model.AttributeKey;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.HttpChallenge;
import org.apache.pekko.http.javadsl.model.headers.WWWAuthenticate;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Rejection;
import org.apache.pekko.http.javadsl.server.Rejections;
import org.apache.pekko.http.javadsl.server.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a request is let through or refused: by the row of its route in {@link Permission#TABLE}. */
final class Access {
    private static final Logger LOG = LoggerFactory.getLogger(Access.class);
    private static final String BEARER = "Bearer ";
    private static final AttributeKey<Caller> CALLER = AttributeKey.create("caller", Caller.class);
    private static final AttributeKey<Boolean> SESSION = AttributeKey.create("session", Boolean.class);

    private static final Set<String> OTHERWISE_GUARDED = Set.of("api", "health");

    private final Identities identities;
    private final Recording recording;
    private final BooleanSupplier isOpenToView;
    private final ProxyUsers proxyUsers;

    /** {@code isOpenToView}: whether what the table leaves to everybody is open. */
    Access(Identities identities, Recording recording, ProxyUsers proxyUsers, BooleanSupplier isOpenToView) {
        this.identities = identities;
        this.recording = recording;
        this.proxyUsers = proxyUsers;
        this.isOpenToView = isOpenToView;
    }

    static Access of(AgentApi api) {
        return new Access(
                api.identities(),
                new Recording(api.audit()),
                new ProxyUsers(api.definition().settings().http().proxies()),
                () -> api.definition().settings().http().anonymous() == HttpSettings.Anonymous.VIEW);
    }

    /** The routes of the whole port. Health checks are for everybody, and those of the API have a guard of their own. */
    Route guardAll(Route routes) {
        return Directives.extractRequest(request -> segments(request).stream()
                        .findFirst()
                        .filter(OTHERWISE_GUARDED::contains)
                        .isPresent()
                ? routes
                : guard(() -> routes));
    }

    /** The routes, for those alone who may use them; {@link #caller} tells them who it is. */
    Route guard(Supplier<Route> routes) {
        return Directives.extractRequest(request -> {
            var rows = Permission.at(segments(request));
            var method = request.method().value();
            return rows.stream()
                    .filter(row -> row.method().equals(method))
                    .findFirst()
                    .map(row -> checked(row, request, routes))
                    .orElseGet(() -> notServed(rows));
        });
    }

    private static List<String> segments(HttpRequest request) {
        return StreamSupport.stream(request.getUri().pathSegments().spliterator(), false)
                .toList();
    }

    private static Route notServed(List<Permission> ofPath) {
        var rejections = ofPath.stream()
                .map(row -> HttpMethods.lookup(row.method()).orElseThrow())
                .map(Rejections::method)
                .toArray(Rejection[]::new);
        return rejections.length == 0
                ? Directives.reject()
                : Directives.reject(rejections[0], Arrays.copyOfRange(rejections, 1, rejections.length));
    }

    /** Who sent a request that the guard has let through. */
    static Caller caller(HttpRequest request) {
        return request.getAttribute(CALLER).orElseThrow();
    }

    private Route checked(Permission row, HttpRequest request, Supplier<Route> routes) {
        var bearer = bearer(request);
        if (!proxyUsers.isUsed()) {
            return identified(row, request, bearer, routes);
        }
        return switch (proxyUsers.find(asked(request, bearer.isPresent()))) {
            case ProxyUsers.Finding.Nobody _ -> identified(row, request, bearer, routes);
            case ProxyUsers.Finding.User(var caller) -> checked(row, request, caller, routes);
            case ProxyUsers.Finding.Refused refused ->
                Directives.complete(recording.refused(
                        request,
                        Caller.anonymous(from(request)),
                        Replies.problem(
                                refused.isForbidden() ? StatusCodes.FORBIDDEN : StatusCodes.BAD_REQUEST,
                                refused.why(),
                                refused.remedy()),
                        refused.why()));
        };
    }

    private ProxyUsers.Asked asked(HttpRequest request, boolean hasBearer) {
        var users = values(request, proxyUsers.userHeader());
        var groups = values(request, proxyUsers.groupsHeader());
        var isAnySaid = !(users.isEmpty() && groups.isEmpty());
        var peer = peer(request);
        return new ProxyUsers.Asked(
                peer, isAnySaid && peer.filter(Access::isLocal).isPresent(), users, groups, hasBearer);
    }

    private static List<String> values(HttpRequest request, String header) {
        return StreamSupport.stream(request.getHeaders().spliterator(), false)
                .filter(each -> each.name().equalsIgnoreCase(header))
                .map(HttpHeader::value)
                .toList();
    }

    /** Where it can't be found out it counts as local: then it is trusted less. */
    private static boolean isLocal(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            LOG.warn("Could not look whether {} is an address of this host", address, e);
            return true;
        }
    }

    /** By a bearer, by a session of the console, or by a certificate. */
    private Route identified(Permission row, HttpRequest request, Optional<String> bearer, Supplier<Route> routes) {
        var from = from(request);
        var sent = bearer.flatMap(text -> identities.bearer(text, from));
        if (sent.isPresent()) {
            return checked(row, request, sent.get(), routes);
        }
        var session = SessionCookie.of(request, identities.node())
                .flatMap(id -> identities.console().find(id, from));
        if (session.isEmpty()) {
            return checked(row, request, byCertificate(request, from), routes);
        }
        // A page of the same site may lead to the console; what everybody gets tells it nothing.
        var isForEverybody = row.least() == Role.ANONYMOUS && request.method().isSafe();
        var elsewhere = isForEverybody ? Optional.<String>empty() : BrowserCheck.ofSession(request);
        return elsewhere
                .map(why -> notFromHere(request, session.get(), why))
                .orElseGet(() -> checked(
                        row,
                        request,
                        session.get(),
                        () -> Directives.mapRequest(asked -> asked.addAttribute(SESSION, true), routes)));
    }

    private Route notFromHere(HttpRequest request, Caller caller, String why) {
        return Directives.complete(recording.refused(
                request,
                caller,
                Replies.problem(
                        StatusCodes.FORBIDDEN,
                        "this is refused, because " + why,
                        "use the page at /console, or send a token as \"Authorization: Bearer …\""),
                why));
    }

    private Route checked(Permission row, HttpRequest request, Caller caller, Supplier<Route> routes) {
        var elsewhere = request.method().isSafe() ? Optional.<String>empty() : BrowserCheck.ofOrder(request);
        if (elsewhere.isPresent()) {
            return notFromHere(request, caller, elsewhere.get());
        }
        var isAllowed =
                (row.isOpen() && isOpenToView.getAsBoolean()) || caller.role().suffices(row.least());
        if (!isAllowed) {
            return Directives.complete(recording.refused(request, caller, refusal(row, caller, request), ""));
        }
        Supplier<Route> known = () -> Directives.mapRequest(asked -> asked.addAttribute(CALLER, caller), routes);
        return row.isAct() ? recording.order(request, caller, known) : known.get();
    }

    /**
     * Where no bearer is known: one that nobody is known by counts as none, and what is open stays open with it. A bearer comes before the
     * certificate of the connection, which many may share.
     */
    private Caller byCertificate(HttpRequest request, String from) {
        return request.getAttribute(AttributeKeys.sslSession)
                .flatMap(tls -> identities.certificate(tls.getSession(), from))
                .orElseGet(() -> Caller.anonymous(from));
    }

    /** Whether the caller has logged in to the console, and is known by that. */
    static boolean isSession(HttpRequest request) {
        return request.getAttribute(SESSION).isPresent();
    }

    /** Whether the session that a request came by has not ended meanwhile. */
    boolean isStillKnown(HttpRequest request) {
        return !isSession(request)
                || SessionCookie.of(request, identities.node())
                        .flatMap(id -> identities.console().find(id, from(request)))
                        .isPresent();
    }

    static String from(HttpRequest request) {
        return peer(request).map(InetAddress::getHostAddress).orElse("unknown address");
    }

    private static Optional<InetAddress> peer(HttpRequest request) {
        return request.getAttribute(AttributeKeys.remoteAddress).flatMap(address -> address.getAddress());
    }

    private static Optional<String> bearer(HttpRequest request) {
        return request.getHeader("Authorization")
                .map(HttpHeader::value)
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).strip());
    }

    private HttpResponse refusal(Permission row, Caller caller, HttpRequest request) {
        return switch (caller.role()) {
            case ANONYMOUS ->
                caller.isKnown()
                        ? Replies.problem(
                                StatusCodes.FORBIDDEN,
                                "%s has no role".formatted(caller.name()),
                                "ask an administrator for the role %s in baton.http.proxies, or baton.http.client-certificates"
                                        .formatted(row.least().word()))
                        : unknown(row, request.getHeader("Authorization").isPresent());
            case APPLICATION, VIEWER, OPERATOR, ADMIN ->
                Replies.problem(
                        StatusCodes.FORBIDDEN,
                        "%s %s needs the role %s, and %s is %s"
                                .formatted(
                                        row.method(),
                                        row.path(),
                                        row.least().word(),
                                        caller.name(),
                                        caller.role().word()),
                        "ask an administrator for the role %s"
                                .formatted(row.least().word()));
        };
    }

    private HttpResponse unknown(Permission row, boolean hasSentSomething) {
        return Replies.problem(
                        StatusCodes.UNAUTHORIZED,
                        hasSentSomething
                                ? "nobody is known by this token"
                                : "this needs a token of the role %s"
                                        .formatted(row.least().word()),
                        "send the content of %s as \"Authorization: Bearer …\"; only its owner can read it"
                                .formatted(identities.tokenFile()))
                .addHeader(WWWAuthenticate.create(HttpChallenge.create("Bearer", "baton")));
    }
}
