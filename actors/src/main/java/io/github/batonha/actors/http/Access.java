package io.github.batonha.actors.http;

import io.github.batonha.actors.access.Caller;
import io.github.batonha.actors.access.Identities;
import io.github.batonha.actors.access.Permission;
import io.github.batonha.conf.model.HttpSettings;
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

/** The one place where a request is let through or refused: by the row of its route in {@link Permission#TABLE}. */
final class Access {
    private static final String BEARER = "Bearer ";
    private static final AttributeKey<Caller> CALLER = AttributeKey.create("caller", Caller.class);

    private static final Set<String> OTHERWISE_GUARDED = Set.of("api", "health");

    private final Identities identities;
    private final Recording recording;
    private final BooleanSupplier isOpenToView;

    /** {@code isOpenToView}: whether what the table leaves to everybody is open. */
    Access(Identities identities, Recording recording, BooleanSupplier isOpenToView) {
        this.identities = identities;
        this.recording = recording;
        this.isOpenToView = isOpenToView;
    }

    static Access of(AgentApi api) {
        return new Access(
                api.identities(),
                new Recording(api.audit()),
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
        var caller = identify(request);
        var isAllowed =
                (row.isOpen() && isOpenToView.getAsBoolean()) || caller.role().suffices(row.least());
        if (!isAllowed) {
            return Directives.complete(recording.refused(request, caller, refusal(row, caller, request)));
        }
        Supplier<Route> known = () -> Directives.mapRequest(asked -> asked.addAttribute(CALLER, caller), routes);
        return row.isAct() ? recording.order(request, caller, known) : known.get();
    }

    /** A bearer that nobody is known by counts as none: what is open stays open with it. */
    private Caller identify(HttpRequest request) {
        var from = request.getAttribute(AttributeKeys.remoteAddress)
                .flatMap(address -> address.getAddress())
                .map(address -> address.getHostAddress())
                .orElse("unknown address");
        return bearer(request)
                .flatMap(bearer -> identities.bearer(bearer, from))
                .orElseGet(() -> Caller.anonymous(from));
    }

    private static Optional<String> bearer(HttpRequest request) {
        return request.getHeader("Authorization")
                .map(HttpHeader::value)
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).strip());
    }

    private HttpResponse refusal(Permission row, Caller caller, HttpRequest request) {
        return switch (caller.role()) {
            case ANONYMOUS -> unknown(row, request.getHeader("Authorization").isPresent());
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
