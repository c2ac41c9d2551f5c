package io.github.batonha.actors.http;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.post;

import io.github.batonha.actors.access.Caller;
import io.github.batonha.actors.access.ConsoleSessions;
import io.github.batonha.actors.access.Role;
import io.github.batonha.actors.api.ConsoleCaller;
import io.github.batonha.actors.tokens.TokensActor;
import io.github.batonha.conf.model.HostDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.coding.Coder;
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
    static final List<String> PATHS =
            List.of("console", "console/login", "console/logout", "console/stream", "console/hand-over");

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);

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
                        PathMatchers.segment("console").slash("hand-over"),
                        () -> get(() -> Directives.extractRequest(request -> Replies.route(handOver(request))))),
                path(
                        PathMatchers.segment("console").slash("stream"),
                        () -> get(() -> Directives.encodeResponseWith(
                                List.of(Coder.NoCoding, Coder.GzipLevel1),
                                () -> Directives.extractRequest(request -> Directives.complete(watch(request)))))));
    }

    /** Who may see nothing learns nothing of the system: the page asks for a token then. */
    private ConsoleCaller caller(HttpRequest request) {
        var caller = Access.caller(request);
        return caller.role().suffices(Role.VIEWER)
                ? caller(caller, request, Access.isSession(request))
                : new ConsoleCaller(
                        "", "", caller.name(), caller.role().word(), false, asksForCertificates(), List.of());
    }

    private ConsoleCaller caller(Caller caller, HttpRequest request, boolean isSession) {
        var definition = api.definition();
        var isEncrypted = SessionCookie.isEncrypted(request);
        return new ConsoleCaller(
                definition.self().name(),
                definition.system(),
                caller.name(),
                caller.role().word(),
                isSession,
                asksForCertificates(),
                definition.hosts().stream()
                        .map(host ->
                                new ConsoleCaller.Host(host.name(), ConsoleOrigins.of(host, isEncrypted) + "/console"))
                        .toList());
    }

    private boolean asksForCertificates() {
        return api.identities().certificates().isUsed();
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
            var known = api.identities().login(token, from);
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

    /** Where the session may go on if this agent is lost: one ticket a node. */
    private record Tickets(List<TokensActor.Ticket> tickets) {}

    /** Who is known without a session is known at the other nodes, too, and needs none. */
    private CompletionStage<Tickets> handOver(HttpRequest request) {
        var node = api.identities().node();
        var known = Access.isSession(request)
                ? SessionCookie.of(request, node)
                        .flatMap(id -> api.identities().console().known(id, Access.from(request)))
                : Optional.<ConsoleSessions.Known>empty();
        if (known.isEmpty()) {
            return CompletableFuture.completedFuture(new Tickets(List.of()));
        }
        var asked = ConsoleOrigins.others(api.definition()).stream()
                .map(HostDefinition::name)
                .map(host -> ticket(host, known.get()).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(_ -> new Tickets(asked.stream()
                        .map(CompletableFuture::join)
                        .filter(ticket -> !ticket.text().isEmpty())
                        .toList()));
    }

    /** An empty one where the host does not answer. */
    private CompletionStage<TokensActor.Ticket> ticket(String host, ConsoleSessions.Known known) {
        return AskPattern.<TokensActor.Command, TokensActor.Ticket>ask(
                        api.tokens(),
                        replyTo -> new TokensActor.HandOverOn(
                                host,
                                new TokensActor.HandOver(
                                        known.caller().name(),
                                        known.caller().role(),
                                        known.caller().from(),
                                        known.token(),
                                        known.left().toSeconds(),
                                        replyTo)),
                        ANSWER_WITHIN,
                        api.system().scheduler())
                .exceptionally(_ -> new TokensActor.Ticket(host, ""));
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
