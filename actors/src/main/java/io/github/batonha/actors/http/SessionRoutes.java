package io.github.batonha.actors.http;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.delete;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.patch;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathEnd;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;
import static org.apache.pekko.http.javadsl.server.Directives.post;
import static org.apache.pekko.http.javadsl.server.Directives.put;

import io.github.batonha.actors.sessions.SessionAccess;
import io.github.batonha.actors.sessions.SessionAccess.Answer;
import io.github.batonha.actors.sessions.SessionsStatus;
import io.github.batonha.client.sessions.SessionForm;
import io.github.batonha.sessions.store.Attribute;
import io.github.batonha.sessions.store.Change;
import io.github.batonha.sessions.store.Condition;
import io.github.batonha.sessions.store.Level;
import io.github.batonha.sessions.store.SessionId;
import io.github.batonha.sessions.store.WriteResult;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.unmarshalling.Unmarshaller;

/** {@code /api/v1/sessions}: the sessions of this node, for the processes of this node, in any language. */
final class SessionRoutes {

    private static final String ATTRIBUTES = "attributes";

    private final SessionAccess sessions;
    private final Supplier<CompletionStage<SessionsStatus>> status;

    SessionRoutes(SessionAccess sessions, Supplier<CompletionStage<SessionsStatus>> status) {
        this.sessions = sessions;
        this.status = status;
    }

    Route create() {
        return pathPrefix(
                "sessions",
                () -> concat(
                        pathEnd(() ->
                                concat(get(() -> Replies.route(status.get())), post(() -> withChanges(this::create)))),
                        pathPrefix(PathMatchers.segment(), this::ofSession)));
    }

    private Route ofSession(String text) {
        var id = SessionId.parse(text);
        return id.isEmpty()
                ? complete(missing())
                : concat(
                        pathEnd(() -> concat(
                                get(() -> Directives.extractRequest(request -> read(() -> show(id.get(), request)))),
                                patch(() -> withChanges((request, changes) ->
                                        written(request, level -> change(id.get(), request, changes, level)))),
                                delete(() -> write(level -> sessions.delete(id.get(), level))))),
                        path("touch", () -> post(() -> write(level -> sessions.touch(id.get(), level)))),
                        path("rotate", () -> post(() -> write(level -> sessions.rotate(id.get(), level)))),
                        path(
                                PathMatchers.segment(ATTRIBUTES).slash(PathMatchers.segment()),
                                name -> ofAttribute(id.get(), name)));
    }

    private Route ofAttribute(SessionId id, String name) {
        return concat(
                get(() -> read(() -> showAttribute(id, name))),
                put(() -> withBody((request, body) -> written(
                        request,
                        level -> {
                            var type = request.entity().getContentType().toString();
                            var change = Change.put(name, type, body);
                            return sessions.change(id, ofAttribute(request, name), List.of(change), level);
                        },
                        name))),
                delete(() -> Directives.extractRequest(request -> written(
                        request,
                        level -> sessions.change(
                                id, ofAttribute(request, name), List.of(new Change.Remove(name)), level)))));
    }

    private Route create(HttpRequest request, List<Change> changes) {
        var ttl = changes.stream()
                .filter(Change.Lifetime.class::isInstance)
                .map(change -> ((Change.Lifetime) change).ttl())
                .reduce((first, last) -> last)
                .orElse(sessions.defaultTtl());
        return written(request, level -> sessions.create(ttl, changes, level));
    }

    private CompletionStage<Answer> change(SessionId id, HttpRequest request, List<Change> changes, Level level) {
        var condition = header(request, "If-Match")
                .<Condition>map(Condition.SessionIs::new)
                .orElseGet(Condition.None::new);
        return sessions.change(id, condition, changes, level);
    }

    private static Condition ofAttribute(HttpRequest request, String name) {
        var match = header(request, "If-Match");
        if (match.isPresent()) {
            return match.get().equals("*")
                    ? new Condition.AttributeIsSet(name)
                    : new Condition.AttributeIs(name, match.get());
        }
        return header(request, "If-None-Match").isPresent()
                ? new Condition.AttributeIsAbsent(name)
                : new Condition.None();
    }

    private static Optional<String> header(HttpRequest request, String name) {
        return request.getHeader(name)
                .map(header -> header.value().replace("\"", "").strip());
    }

    private HttpResponse show(SessionId id, HttpRequest request) {
        if (request.getUri().query().get("touch").filter("true"::equals).isPresent()) {
            // Nobody waits for the other nodes here: the next touch makes up for one that was lost.
            var _ = sessions.touch(id, Level.LOCAL);
        }
        return sessions.find(id)
                .map(session -> isBinary(request, "Accept")
                        ? HttpResponse.create()
                                .addHeader(tag(session.tag()))
                                .withEntity(HttpEntities.create(SessionBody.SESSION_TYPE, SessionBody.binary(session)))
                        : Replies.json(SessionBody.json(session)).addHeader(tag(session.tag())))
                .orElseGet(SessionRoutes::missing);
    }

    private static boolean isBinary(HttpRequest request, String header) {
        return request.getHeader(header)
                .filter(value -> value.value().startsWith(SessionForm.SESSION))
                .isPresent();
    }

    private HttpResponse showAttribute(SessionId id, String name) {
        return sessions.find(id)
                .flatMap(session -> session.attribute(name))
                .map(attribute -> HttpResponse.create()
                        .addHeader(tag(attribute.tag()))
                        .withEntity(HttpEntities.create(
                                Optional.ofNullable(ContentTypes.parse(attribute.contentType()))
                                        .orElse(ContentTypes.APPLICATION_OCTET_STREAM),
                                attribute.value())))
                .orElseGet(SessionRoutes::missing);
    }

    private static RawHeader tag(String tag) {
        return RawHeader.create("ETag", '"' + tag + '"');
    }

    private Route withBody(BiFunction<HttpRequest, byte[], Route> inner) {
        return Directives.withSizeLimit(
                sessions.largestBody(),
                () -> Directives.extractRequest(request ->
                        Directives.entity(Unmarshaller.entityToByteArray(), body -> inner.apply(request, body))));
    }

    private Route withChanges(BiFunction<HttpRequest, List<Change>, Route> inner) {
        return withBody((request, body) -> {
            var isBinary = BodyType.isSaid(request, SessionForm.CHANGES);
            var refusal =
                    body.length == 0 ? Optional.<HttpResponse>empty() : BodyType.refusal(request, SessionForm.CHANGES);
            if (refusal.isPresent()) {
                return complete(refusal.get());
            }
            try {
                var changes = new ArrayList<>(SessionBody.changes(body, isBinary));
                var ttl = request.getUri().query().get("ttl");
                if (ttl.isPresent()) {
                    changes.add(new Change.Lifetime(SessionBody.ttl(ttl.get())));
                }
                return inner.apply(request, changes);
            } catch (RequestBody.Unreadable e) {
                return complete(unreadable(e.reason()));
            }
        });
    }

    private static HttpResponse unreadable(String why) {
        return Replies.problem(StatusCodes.BAD_REQUEST, why, "send one JSON object of the documented fields");
    }

    private Route write(Function<Level, CompletionStage<Answer>> write) {
        return Directives.extractRequest(request -> written(request, write));
    }

    private Route written(HttpRequest request, Function<Level, CompletionStage<Answer>> write) {
        return written(request, write, "");
    }

    /** {@code attribute}: whose tag is to be answered; empty for the session's. */
    private Route written(HttpRequest request, Function<Level, CompletionStage<Answer>> write, String attribute) {
        var asked = request.getUri().query().get("replicate");
        var level = asked.isEmpty() ? Optional.of(Level.ONE_OTHER) : Level.parse(asked.get());
        if (level.isEmpty()) {
            return complete(unreadable(
                    "replicate is \"%s\", but must be local, one-other or all-reachable".formatted(asked.orElse(""))));
        }
        return completeWithFuture(sessions.whenInSync()
                .thenCompose(isInSync -> isInSync
                        ? write.apply(level.get()).thenApply(answer -> reply(request, answer, attribute))
                        : CompletableFuture.completedFuture(behind())));
    }

    private Route read(Supplier<HttpResponse> reader) {
        return completeWithFuture(sessions.whenInSync().thenApply(isInSync -> isInSync ? reader.get() : behind()));
    }

    private static HttpResponse behind() {
        return Replies.problem(
                StatusCodes.SERVICE_UNAVAILABLE,
                "this node has only just started, or was paused, and has not got yet what the others have",
                "try again in a moment, or send users to another node: /health/ready says when this one has caught up");
    }

    private static HttpResponse reply(HttpRequest request, Answer answer, String attribute) {
        return switch (answer.result()) {
            case WriteResult.Written written -> done(request, written, answer, attribute);
            case WriteResult.Missing() -> missing();
            case WriteResult.Conflict(var current) ->
                Replies.problem(
                                StatusCodes.PRECONDITION_FAILED,
                                "it has changed since it was read, so nothing was written",
                                "read it again, and decide anew")
                        .addHeader(tag(current.tag()));
            case WriteResult.TooLarge(var why) -> limit(StatusCodes.CONTENT_TOO_LARGE, why);
            case WriteResult.Full(var why) -> limit(StatusCodes.INSUFFICIENT_STORAGE, why);
        };
    }

    private static HttpResponse done(
            HttpRequest request, WriteResult.Written written, Answer answer, String attribute) {
        var session = written.session();
        var isNew = request.getUri().path().endsWith("/sessions");
        var replicated = answer.replicated();
        var leftOut = written.leftOut().stream()
                .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8))
                .collect(Collectors.joining(","));
        return Replies.json(isNew ? StatusCodes.CREATED : StatusCodes.OK, SessionBody.json(written, answer))
                .addHeader(RawHeader.create(
                        "Location", "/api/v1/sessions/" + session.id().text()))
                .addHeader(tag(session.attribute(attribute).map(Attribute::tag).orElseGet(session::tag)))
                .addHeader(RawHeader.create(
                        "Baton-Attributes-Tag", written.attributesTag().orElse("")))
                .addHeader(RawHeader.create("Baton-Left-Out", leftOut))
                .addHeader(RawHeader.create("Baton-Replicated", Boolean.toString(replicated.isReached())))
                .addHeader(RawHeader.create("Baton-Replicated-To", String.join(",", replicated.nodes())));
    }

    private static HttpResponse limit(StatusCode status, String why) {
        var cut = why.lastIndexOf(": ");
        return Replies.problem(status, why.substring(0, cut), why.substring(cut + 2));
    }

    private static HttpResponse missing() {
        return Replies.problem(
                StatusCodes.NOT_FOUND,
                "there is no such session or attribute: it never was, has ended or was deleted",
                "create one");
    }

    static List<String> paths() {
        return List.of(
                "sessions",
                "sessions/{id}",
                "sessions/{id}/touch",
                "sessions/{id}/rotate",
                "sessions/{id}/attributes/{name}");
    }
}
