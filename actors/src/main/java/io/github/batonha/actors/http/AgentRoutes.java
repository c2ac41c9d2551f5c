package io.github.batonha.actors.http;

import java.util.stream.Collectors;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.ExceptionHandler;
import org.apache.pekko.http.javadsl.server.MethodRejection;
import org.apache.pekko.http.javadsl.server.RejectionHandler;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.http.scaladsl.server.MalformedRequestContentRejection;
import org.apache.pekko.management.javadsl.ManagementRouteProvider;
import org.apache.pekko.management.javadsl.ManagementRouteProviderSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our routes in the server of Pekko Management, which makes this by reflection. {@code readOnly} of the settings
 * takes away those of Pekko that change something.
 */
public final class AgentRoutes implements ManagementRouteProvider {
    private static final Logger LOG = LoggerFactory.getLogger(AgentRoutes.class);

    private final AgentApi api;

    public AgentRoutes(ExtendedActorSystem system) {
        this.api = ApiWiring.of(system);
    }

    @Override
    public Route routes(ManagementRouteProviderSettings settings) {
        return create(api);
    }

    /** All routes of the port, Pekko's too, for those alone who may use them. */
    static Route guarded(AgentApi api, Route routes) {
        return HostCheck.before(api::definition, Access.of(api).guardAll(routes));
    }

    static Route create(AgentApi api) {
        var apiRoutes = new ApiRoutes(api).create();
        var guarded = Access.of(api).guard(() -> apiRoutes);
        return Directives.concat(
                Directives.pathPrefix("api", () -> guarded.seal(rejections(), exceptions())),
                new HealthRoutes(api.health()).create(),
                new ConsoleFiles(api::definition).create(),
                new MetricsRoute(api).create());
    }

    private static HttpResponse unreadable(MalformedRequestContentRejection body) {
        return body.cause() instanceof EntityStreamSizeException large
                ? Replies.problem(
                        StatusCodes.CONTENT_TOO_LARGE,
                        "the body is too large",
                        "send at most %d bytes".formatted(large.limit()))
                : Replies.problem(
                        StatusCodes.BAD_REQUEST,
                        "the body can't be read: " + body.message(),
                        "send it as the docs say");
    }

    private static RejectionHandler rejections() {
        return RejectionHandler.newBuilder()
                .handle(MalformedRequestContentRejection.class, body -> Directives.complete(unreadable(body)))
                .handleAll(
                        MethodRejection.class,
                        wrong -> Directives.complete(Replies.problem(
                                StatusCodes.METHOD_NOT_ALLOWED,
                                "this path has another method",
                                "use %s"
                                        .formatted(wrong.stream()
                                                .map(rejection ->
                                                        rejection.supported().value())
                                                .distinct()
                                                .collect(Collectors.joining(" or "))))))
                .handleNotFound(Directives.extractUnmatchedPath(path -> Directives.complete(Replies.problem(
                        StatusCodes.NOT_FOUND,
                        "there is nothing at /api%s".formatted(path),
                        "the routes are: %s".formatted(String.join(", ", ApiRoutes.PATHS))))))
                .build();
    }

    private static ExceptionHandler exceptions() {
        return ExceptionHandler.newBuilder()
                .match(Throwable.class, e -> {
                    LOG.error("Answered 500 to a request: a bug of the agent", e);
                    return Directives.complete(Replies.problem(
                            StatusCodes.INTERNAL_SERVER_ERROR,
                            "the agent failed over this request: %s".formatted(e),
                            "look into the agent's log"));
                })
                .build();
    }
}
