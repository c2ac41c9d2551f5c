package io.github.batonha.actors.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.batonha.actors.metrics.Family.Distribution;
import io.github.batonha.actors.metrics.Family.Kind;
import io.github.batonha.actors.metrics.Family.Sample;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What a collector gets, held to the JSON form of OTLP 1. */
class MetricsPushTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LinkedBlockingQueue<Received> received = new LinkedBlockingQueue<>();

    private record Received(String method, String path, String type, JsonNode body) {}

    private HttpServer collector(int status, String answer) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> take(exchange, status, answer));
        server.start();
        return server;
    }

    private void take(HttpExchange exchange, int status, String answer) throws IOException {
        try (exchange) {
            received.add(new Received(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    JSON.readTree(exchange.getRequestBody())));
            exchange.sendResponseHeaders(status, answer.length());
            exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static URI address(HttpServer server) {
        return URI.create(
                "http://127.0.0.1:%d/v1/metrics".formatted(server.getAddress().getPort()));
    }

    @Test
    void givenACollector_whenPushed_thenItGetsEachMetricByTheFormOfOtlp() throws Exception {
        var server = collector(200, "{}");
        try {
            new MetricsPush(address(server)).push(Observations.two());
        } finally {
            server.stop(0);
        }

        var request = received.poll(10, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/v1/metrics");
        assertThat(request.type()).isEqualTo("application/json");
        var resource = request.body().path("resourceMetrics").path(0);
        assertThat(attribute(resource.path("resource"), "service.name")).isEqualTo("baton");
        assertThat(attribute(resource.path("resource"), "service.namespace")).isEqualTo("DEV");
        assertThat(attribute(resource.path("resource"), "service.instance.id")).isEqualTo("NodeA");
        var metrics = resource.path("scopeMetrics").path(0).path("metrics");
        assertThat(metrics).hasSize((int) Metrics.of(Observations.two()).stream()
                .filter(family -> !family.samples().isEmpty())
                .count());
        metrics.forEach(MetricsPushTest::assertForm);

        var state = points(metric(metrics, "baton_process_state").path("gauge"))
                .filter(point -> attribute(point, "process").equals("WEB_SERVER")
                        && attribute(point, "state").equals("healthy"))
                .findFirst()
                .orElseThrow();
        assertThat(state.path("asDouble").asDouble()).isEqualTo(1);
        assertThat(state.path("timeUnixNano").asText()).isEqualTo("1767355200000000000");
        var cpu = metric(metrics, "baton_process_cpu_seconds_total").path("sum");
        assertThat(cpu.path("isMonotonic").asBoolean()).isTrue();
        assertThat(cpu.path("aggregationTemporality").asInt()).isEqualTo(2);
        var phases = metric(metrics, "baton_primary_switchover_phase_seconds").path("histogram");
        var ask = points(phases)
                .filter(point -> attribute(point, "phase").equals("ask"))
                .findFirst()
                .orElseThrow();
        assertThat(ask.path("count").asText()).isEqualTo("2");
        assertThat(ask.path("sum").asDouble()).isEqualTo(0.034);
        assertThat(ask.path("bucketCounts").path(0).asText()).isEqualTo("1");
        assertThat(points(metric(metrics, "baton_peer_last_heard_seconds").path("gauge")))
                .as("one has never been heard, which is no number")
                .hasSize(1);
    }

    private static Stream<JsonNode> points(JsonNode data) {
        return StreamSupport.stream(data.path("dataPoints").spliterator(), false);
    }

    private static JsonNode metric(JsonNode metrics, String name) {
        return StreamSupport.stream(metrics.spliterator(), false)
                .filter(metric -> metric.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String attribute(JsonNode of, String key) {
        return StreamSupport.stream(of.path("attributes").spliterator(), false)
                .filter(each -> each.path("key").asText().equals(key))
                .map(each -> each.path("value").path("stringValue").asText())
                .findFirst()
                .orElse("");
    }

    /** Each metric has one kind of data, and points with a time in nanoseconds as text; one bucket more than bounds. */
    private static void assertForm(JsonNode metric) {
        assertThat(metric.path("name").asText()).matches("[a-zA-Z_:][a-zA-Z0-9_:]*");
        var data = List.of("gauge", "sum", "histogram", "summary").stream()
                .filter(metric::has)
                .toList();
        assertThat(data).as(metric.toString()).hasSize(1);
        points(metric.path(data.getFirst())).forEach(point -> {
            assertThat(point.path("timeUnixNano").isTextual()).isTrue();
            point.path("attributes")
                    .forEach(attribute -> assertThat(
                                    attribute.path("value").path("stringValue").asText())
                            .isNotEmpty());
            switch (data.getFirst()) {
                case "histogram" -> {
                    assertThat(point.path("bucketCounts"))
                            .hasSize(point.path("explicitBounds").size() + 1)
                            .allMatch(JsonNode::isTextual);
                    assertThat(point.path("count").isTextual()).isTrue();
                }
                case "summary" -> assertThat(point.path("count").isTextual()).isTrue();
                default -> assertThat(point.path("asDouble").isNumber()).isTrue();
            }
        });
    }

    @Test
    void givenASummaryAndBucketsOfAnApplication_whenRendered_thenBothAreThere() throws IOException {
        var summary = new Family(
                "handling",
                Kind.SUMMARY,
                "",
                List.of("by", "empty"),
                List.of(new Sample(
                        List.of("all", ""),
                        0,
                        Optional.of(new Distribution(List.of(0.5, 0.9), List.of(1.5, Double.NaN), 7, 12)))));
        var buckets = new Family(
                "size",
                Kind.BUCKETS,
                "",
                List.of(),
                List.of(new Sample(
                        List.of(),
                        0,
                        Optional.of(new Distribution(
                                List.of(1.0, Double.POSITIVE_INFINITY), List.of(2.0, 3.0), 0, Double.NaN)))));

        var metrics = JSON.readTree(OtlpJson.of(Observations.two(), List.of(summary, buckets)))
                .at("/resourceMetrics/0/scopeMetrics/0/metrics");

        metrics.forEach(MetricsPushTest::assertForm);
        assertThat(metrics.at("/0/summary/dataPoints/0").toString())
                .contains("\"count\":\"7\",\"sum\":12.0,\"quantileValues\":[{\"quantile\":0.5,\"value\":1.5}]")
                .doesNotContain("empty");
        assertThat(metrics.at("/1/histogram/dataPoints/0").toString())
                .contains("\"count\":\"5\",\"bucketCounts\":[\"2\",\"3\"],\"explicitBounds\":[1.0]");
    }

    @Test
    void givenACollectorThatRefusesOrIsAway_whenPushed_thenTheNextOneIsSentAllTheSame() throws Exception {
        var server = collector(503, "");
        var push = new MetricsPush(address(server));
        push.push(Observations.two());
        push.push(Observations.two());
        assertThat(received).hasSize(2);
        server.stop(0);

        push.push(Observations.two());

        assertThat(received).hasSize(2);
    }
}
