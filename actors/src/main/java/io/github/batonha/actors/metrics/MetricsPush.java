package io.github.batonha.actors.metrics;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends observations to a collector by OTLP over HTTP. What can't be sent is lost: the next one has the same totals. One thread at a time. */
public final class MetricsPush {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsPush.class);
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final int LEAST_FAILURE = 300;
    private static final int LEAST_SUCCESS = 200;

    private final URI to;
    private boolean isFailing;

    public MetricsPush(URI to) {
        this.to = to;
    }

    /** Blocks for some seconds where the collector does not answer. */
    public void push(Observation seen) {
        try {
            var request = HttpRequest.newBuilder(to)
                    .timeout(WITHIN)
                    .header("Content-Type", "application/json")
                    .header("User-Agent", "baton")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(OtlpJson.of(seen)))
                    .build();
            var status =
                    Scraper.client().send(request, BodyHandlers.discarding()).statusCode();
            if (status < LEAST_SUCCESS || status >= LEAST_FAILURE) {
                throw new IOException("it answered %d".formatted(status));
            }
            if (isFailing) {
                LOG.info("Sends metrics to {} again", to);
            }
            isFailing = false;
        } catch (IOException e) {
            failed(e);
        } catch (InterruptedException e) {
            failed(e);
            Thread.currentThread().interrupt();
        }
    }

    /** Said once, and not each minute. */
    private void failed(Exception why) {
        if (!isFailing) {
            LOG.warn("Could not send metrics to {}, and tries again each minute: {}", to, why.toString());
        }
        isFailing = true;
    }
}
