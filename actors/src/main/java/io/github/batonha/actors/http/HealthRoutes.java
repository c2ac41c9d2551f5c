package io.github.batonha.actors.http;

import io.github.batonha.actors.health.Answer;
import io.github.batonha.actors.health.Check;
import io.github.batonha.actors.health.HealthBoard;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.Allow;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * What load balancers and monitors ask, from the same board as the port of its own. HEAD and OPTIONS get the same status, for
 * some balancers ask by these.
 */
final class HealthRoutes {
    static final String CHECKS =
            "the checks are /health/ready, /health/primary, /health/secondary, /health/status and /health/live";

    private static final Set<HttpMethod> ALLOWED = Set.of(HttpMethods.GET, HttpMethods.HEAD, HttpMethods.OPTIONS);

    private final HealthBoard board;

    HealthRoutes(HealthBoard board) {
        this.board = board;
    }

    Route create() {
        return Directives.pathPrefix(
                "health",
                () -> Directives.path(
                        PathMatchers.segment(),
                        word -> Directives.extractMethod(method -> Directives.complete(answer(word, method)))));
    }

    private HttpResponse answer(String word, HttpMethod method) {
        if (!isAllowed(method)) {
            return notAllowed(method.value());
        }
        return Check.at("/health/" + word)
                .map(check -> response(method, board.answers().to(check)))
                .orElseGet(() -> unknown(word));
    }

    private static HttpResponse response(HttpMethod method, Answer answer) {
        var response = HttpResponse.create().withStatus(answer.status());
        return method.equals(HttpMethods.OPTIONS)
                ? response.addHeader(allow())
                : response.withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, answer.body()));
    }

    /** Not 404, which tells a balancer that the node drains. */
    private static HttpResponse unknown(String word) {
        return Replies.problem(StatusCodes.BAD_REQUEST, "there is no health check \"%s\"".formatted(word), CHECKS);
    }

    static boolean isAllowed(HttpMethod method) {
        return ALLOWED.contains(method);
    }

    private static Allow allow() {
        return Allow.create(HttpMethods.GET, HttpMethods.HEAD, HttpMethods.OPTIONS);
    }

    static HttpResponse notAllowed(String method) {
        return Replies.problem(
                        StatusCodes.METHOD_NOT_ALLOWED,
                        "%s is not for health checks".formatted(method),
                        "use GET, HEAD or OPTIONS")
                .addHeader(allow());
    }
}
