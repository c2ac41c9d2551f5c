package io.github.batonha.actors.http;

import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.delete;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.post;

import io.github.batonha.actors.access.Caller;
import io.github.batonha.actors.access.IssuedToken;
import io.github.batonha.actors.access.IssuedToken.Revocation;
import io.github.batonha.actors.access.Role;
import io.github.batonha.actors.api.NewToken;
import io.github.batonha.actors.api.TokenStatus;
import io.github.batonha.actors.tokens.TokensActor;
import io.github.batonha.actors.tokens.TokensActor.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;

/** Tokens of people and programs: made, listed and revoked by administrators. */
final class TokenRoutes {
    static final List<String> PATHS = List.of("tokens", "tokens/{name}");
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final int SIGNS_OF_ID = 8;

    private final AgentApi api;

    TokenRoutes(AgentApi api) {
        this.api = api;
    }

    Route create() {
        return concat(
                path(
                        "tokens",
                        () -> concat(get(() -> Replies.route(list())), post(() -> OrderBody.route(this::create)))),
                path(
                        PathMatchers.segment("tokens").slash(PathMatchers.segment()),
                        name -> delete(() -> Directives.extractRequest(
                                request -> completeWithFuture(revoke(name, Access.caller(request)))))));
    }

    private CompletionStage<List<TokenStatus>> list() {
        var now = api.clock().instant();
        return AskPattern.ask(
                        api.tokens(),
                        TokensActor.GetAll::new,
                        ANSWER_WITHIN,
                        api.system().scheduler())
                .thenApply(all ->
                        all.tokens().stream().map(token -> status(token, now)).toList());
    }

    private CompletionStage<HttpResponse> create(String body, Caller caller) throws RequestBody.Unreadable {
        var request = RequestBody.token(body, caller);
        var role = Role.given(request.role()).orElseThrow();
        var lifetime = Duration.parse(request.expires());
        return order(replyTo -> new TokensActor.Create(request.name(), role, lifetime, caller.name(), replyTo));
    }

    private CompletionStage<HttpResponse> revoke(String name, Caller caller) {
        return order(replyTo -> new TokensActor.Revoke(name, caller.name(), replyTo));
    }

    private CompletionStage<HttpResponse> order(Function<ActorRef<Answer>, TokensActor.Command> order) {
        return AskPattern.ask(
                        api.tokens(), order::apply, ANSWER_WITHIN, api.system().scheduler())
                .thenApply(this::response)
                .exceptionally(failure -> Replies.problem(
                        StatusCodes.SERVICE_UNAVAILABLE,
                        "the agent did not answer itself: %s".formatted(failure.getMessage()),
                        "look at GET /api/v1/tokens: the order may have been carried out"));
    }

    private HttpResponse response(Answer answer) {
        return switch (answer) {
            case Answer.Created(var token, var issued) ->
                Replies.json(
                        StatusCodes.CREATED,
                        new NewToken(issued.name(), issued.role().word(), token, issued.created(), issued.expires()));
            case Answer.Revoked(var tokens) -> {
                var now = api.clock().instant();
                yield Replies.json(
                        tokens.stream().map(token -> status(token, now)).toList());
            }
            case Answer.Taken(var by) ->
                Replies.problem(
                        StatusCodes.CONFLICT,
                        "there is a token of the name \"%s\", of the role %s, until %s"
                                .formatted(by.name(), by.role().word(), by.expires()),
                        "revoke that first, or choose another name");
            case Answer.Full(var most) ->
                Replies.problem(
                        StatusCodes.CONFLICT,
                        "there are %d tokens, those that ended in the last 30 days among them".formatted(most),
                        "share tokens where one will do, or wait");
            case Answer.Unknown(var known) ->
                Replies.problem(
                        StatusCodes.NOT_FOUND,
                        "no token of that name counts",
                        known.isEmpty() ? "there is none at all" : "there are: %s".formatted(String.join(", ", known)));
            case Answer.Failed(var why) ->
                Replies.problem(StatusCodes.SERVICE_UNAVAILABLE, why, "free space on the disk of run, then try again");
        };
    }

    private static TokenStatus status(IssuedToken token, Instant now) {
        var revoked = token.revocation() instanceof Revocation.Revoked(var at, var by)
                ? new Revocation.Revoked(at, by)
                : null;
        return new TokenStatus(
                token.name(),
                token.hash().substring(0, SIGNS_OF_ID),
                token.role().word(),
                token.state(now).name(),
                token.created(),
                token.expires(),
                token.by(),
                revoked == null ? null : revoked.at(),
                revoked == null ? null : revoked.by());
    }
}
