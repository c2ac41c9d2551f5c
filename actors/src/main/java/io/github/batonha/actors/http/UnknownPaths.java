package io.github.batonha.actors.http;

import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.Uri;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.RejectionHandler;
import org.apache.pekko.http.javadsl.server.Route;

/** What is answered where nothing is. Not 404: to a balancer that asks at a wrong path that would mean that the node drains. */
final class UnknownPaths {

    private UnknownPaths() {}

    /** The routes as they are, and a refusal of everything else. */
    static Route refuse(Route routes) {
        var nothingThere = RejectionHandler.newBuilder()
                .handleNotFound(Directives.extractUri(
                        uri -> Directives.extractMethod(method -> Directives.complete(refusal(uri, method)))))
                .build();
        return Directives.handleRejections(nothingThere, () -> routes);
    }

    private static HttpResponse refusal(Uri uri, HttpMethod method) {
        return HealthRoutes.isAllowed(method)
                ? Replies.problem(
                        StatusCodes.BAD_REQUEST,
                        "there is nothing at %s".formatted(uri.path()),
                        HealthRoutes.CHECKS + "; commands go to /api/v1")
                : HealthRoutes.notAllowed(method.value());
    }
}
