package io.github.batonha.actors.http;

import io.github.batonha.actors.metrics.Observation;
import io.github.batonha.actors.metrics.PrometheusText;
import java.util.ArrayList;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.util.ByteString;

/** Metrics for Prometheus, beside the routes of the API. */
final class MetricsRoute {

    private final AgentApi api;

    MetricsRoute(AgentApi api) {
        this.api = api;
    }

    Route create() {
        return Directives.path(
                "metrics",
                () -> Directives.get(() -> Directives.optionalHeaderValueByName(
                        "Accept",
                        accept -> Directives.completeWithFuture(api.observer()
                                .now()
                                .thenApplyAsync(seen -> response(seen, accept.orElse("")), api.blocking())
                                .exceptionally(failure -> Replies.problem(
                                        StatusCodes.SERVICE_UNAVAILABLE,
                                        "the agent can't say how it is: %s".formatted(failure.getMessage()),
                                        "try again; if it stays so, look into the agent's log"))))));
    }

    private static HttpResponse response(Observation seen, String accept) {
        var parts = new ArrayList<ByteString>();
        PrometheusText.write(seen, accept, part -> parts.add(ByteString.fromArrayUnsafe(part)));
        return HttpResponse.create()
                .withEntity(HttpEntities.create(
                        ContentTypes.parse(PrometheusText.contentType(accept)),
                        parts.stream().reduce(ByteString.emptyByteString(), ByteString::concat)));
    }
}
