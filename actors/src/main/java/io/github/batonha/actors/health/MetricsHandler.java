package io.github.batonha.actors.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.batonha.actors.metrics.Observation;
import io.github.batonha.actors.metrics.Observer;
import io.github.batonha.actors.metrics.PrometheusText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Metrics for Prometheus. The thread that brings a request serves health checks too, so nothing is waited for on it. */
final class MetricsHandler implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsHandler.class);
    private static final int AT_ONCE = 4;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;
    private static final int NO_BODY = -1;
    private static final int LENGTH_UNKNOWN = 0;

    private final Observer observer;
    private final Semaphore places = new Semaphore(AT_ONCE);

    MetricsHandler(Observer observer) {
        this.observer = observer;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getPath().equals("/metrics")) {
            refuse(exchange, NOT_FOUND, "metrics are at /metrics");
        } else if (!exchange.getRequestMethod().equals("GET")) {
            exchange.getResponseHeaders().set("Allow", "GET");
            refuse(exchange, NOT_ALLOWED, "use GET");
        } else if (!places.tryAcquire()) {
            refuse(exchange, UNAVAILABLE, "%d others ask for metrics at this moment".formatted(AT_ONCE));
        } else {
            observer.now()
                    .whenComplete((seen, failure) ->
                            Thread.ofVirtual().start(() -> answer(exchange, Optional.ofNullable(seen), failure)));
        }
    }

    private void answer(HttpExchange exchange, Optional<Observation> seen, @Nullable Throwable failure) {
        try {
            if (seen.isEmpty()) {
                refuse(exchange, UNAVAILABLE, "the agent can't say how it is: %s".formatted(failure));
                return;
            }
            var accept = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept"));
            try (exchange) {
                exchange.getResponseHeaders().set("Content-Type", PrometheusText.contentType(accept.orElse("")));
                exchange.sendResponseHeaders(OK, LENGTH_UNKNOWN);
                var body = exchange.getResponseBody();
                PrometheusText.write(seen.get(), accept.orElse(""), part -> send(part, body));
            }
        } catch (IOException | UncheckedIOException gone) {
            LOG.debug("A client that asked for metrics has gone", gone);
        } finally {
            places.release();
        }
    }

    private static void send(byte[] part, OutputStream body) {
        try {
            body.write(part);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static void refuse(HttpExchange exchange, int status, String why) throws IOException {
        try (exchange) {
            var text = (why + "\n").getBytes(StandardCharsets.UTF_8);
            var isHead = exchange.getRequestMethod().equals("HEAD");
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(status, isHead ? NO_BODY : text.length);
            if (!isHead) {
                exchange.getResponseBody().write(text);
            }
        }
    }
}
