package io.github.batonha.actors.http;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.post;

import io.github.batonha.actors.access.Caller;
import io.github.batonha.actors.access.Role;
import io.github.batonha.actors.api.ConsoleCaller;
import java.util.List;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.unmarshalling.Unmarshaller;

/** What the console needs besides the other routes: log-in and log-out, who it is that looks, and the cluster as a stream. */
final class ConsoleRoutes {
    static final List<String> PATHS = List.of("console", "console/login", "console/logout", "console/stream");

    private final AgentApi api;
    private final Access access;
    private final Recording recording;
    private final ConsoleStream stream;
    private final Watchers watchers = new Watchers();

    ConsoleRoutes(AgentApi api) {
        this.api = api;
        this.access = Access.of(api);
        this.recording = new Recording(api.audit());
        this.stream = new ConsoleStream(api);
    }

    Route create() {
        return concat(
                path(
                        "console",
                        () -> get(() -> Directives.extractRequest(
                                request -> Directives.complete(Replies.json(caller(request)))))),
                path(
                        PathMatchers.segment("console").slash("login"),
                        () -> post(() -> Directives.extractRequest(this::login))),
                path(
                        PathMatchers.segment("console").slash("logout"),
                        () -> post(() -> Directives.extractRequest(request -> Directives.complete(logout(request))))),
                path(
                        PathMatchers.segment("console").slash("stream"),
                        () -> get(() -> Directives.extractRequest(request -> Directives.complete(watch(request))))));
    }

    /** Who may see nothing learns nothing of the system: the page asks for a token then. */
    private ConsoleCaller caller(HttpRequest request) {
        var caller = Access.caller(request);
        return caller.role().suffices(Role.VIEWER)
                ? caller(caller, request, Access.isSession(request))
                : new ConsoleCaller("", "", caller.name(), caller.role().word(), false, List.of());
    }

    private ConsoleCaller caller(Caller caller, HttpRequest request, boolean isSession) {
        var definition = api.definition();
        var scheme = SessionCookie.isEncrypted(request) ? "https" : "http";
        return new ConsoleCaller(
                definition.self().name(),
                definition.system(),
                caller.name(),
                caller.role().word(),
                isSession,
                definition.hosts().stream()
                        .map(host -> new ConsoleCaller.Host(
                                host.name(), "%s://%s:%d/console".formatted(scheme, host.urlHost(), host.httpPort())))
                        .toList());
    }

    private Route login(HttpRequest request) {
        return BodyType.refusal(request)
                .map(Directives::complete)
                .orElseGet(() -> Directives.entity(Unmarshaller.entityToString(), body -> login(request, body)));
    }

    private Route login(HttpRequest request, String body) {
        var from = Access.from(request);
        var elsewhere = BrowserCheck.ofSession(request);
        if (elsewhere.isPresent()) {
            return refused(
                    request,
                    Caller.anonymous(from),
                    StatusCodes.FORBIDDEN,
                    elsewhere.get(),
                    "use the page at /console");
        }
        try {
            var token = RequestBody.login(body, Caller.anonymous(from)).token().strip();
            var known = api.identities().bearer(token, from);
            if (known.isEmpty()) {
                return refused(
                        request,
                        Caller.anonymous(from),
                        StatusCodes.UNAUTHORIZED,
                        "nobody is known by this token",
                        "copy it once more; an administrator makes a new one by `baton token create`");
            }
            return known.get().role().suffices(Role.VIEWER)
                    ? begun(request, body, known.get(), token)
                    : refused(
                            request,
                            known.get(),
                            StatusCodes.FORBIDDEN,
                            "the token of %s is not for people"
                                    .formatted(known.get().name()),
                            "use a token of the role viewer, operator or admin");
        } catch (RequestBody.Unreadable e) {
            return Directives.complete(Replies.problem(
                    StatusCodes.BAD_REQUEST, e.reason(), "send one JSON object of the documented fields"));
        }
    }

    private Route refused(HttpRequest request, Caller caller, StatusCode status, String why, String remedy) {
        return Directives.complete(recording.refused(request, caller, Replies.problem(status, why, remedy), ""));
    }

    /** Once it is on record. */
    private Route begun(HttpRequest request, String body, Caller caller, String token) {
        var again = request.withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body));
        return Directives.mapRequest(
                _ -> again,
                () -> recording.order(
                        again,
                        caller,
                        () -> Directives.extractRequest(_ -> Directives.complete(begin(request, caller, token)))));
    }

    private HttpResponse begin(HttpRequest request, Caller caller, String token) {
        return api.identities()
                .logIn(caller, token)
                .map(id -> Replies.json(caller(caller, request, true))
                        .addHeader(SessionCookie.set(request, api.identities().node(), id)))
                .orElseGet(() -> Replies.problem(
                        StatusCodes.UNAUTHORIZED,
                        "this link has been used",
                        "get another one by `baton console` on the host, or log in with a token"));
    }

    private HttpResponse logout(HttpRequest request) {
        var node = api.identities().node();
        SessionCookie.of(request, node).ifPresent(api.identities().console()::end);
        return HttpResponse.create().withStatus(StatusCodes.NO_CONTENT).addHeader(SessionCookie.remove(request, node));
    }

    private HttpResponse watch(HttpRequest request) {
        return watchers.isFull()
                ? Replies.problem(
                        StatusCodes.SERVICE_UNAVAILABLE,
                        "%d pages watch this node already".formatted(Watchers.MOST),
                        "close some, or open the console of another node")
                : stream.answer(() -> access.isStillKnown(request), watchers);
    }
}
