package io.github.batonha.actors.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.batonha.supervision.spec.ChildSpec;
import io.github.batonha.supervision.spec.MetricsEndpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScraperTest {

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration LONG = Duration.ofSeconds(30);

    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/metrics", exchange -> {
            var text = "orders_total 3\n".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, 0); // in chunks
            try (exchange) {
                exchange.getResponseBody().write(text);
            }
        });
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (exchange) {
                endless(exchange.getResponseBody());
            }
        });
        server.createContext("/broken", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (exchange) {
                exchange.getResponseBody().write("<html>".getBytes(StandardCharsets.UTF_8));
            }
        });
        server.createContext("/elsewhere", exchange -> {
            exchange.getResponseHeaders().set("Location", "/metrics");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    @Test
    void givenProcessesOfEachKind_whenScraped_thenOnlyWhoAnswersWellIsUp() {
        var found = scrape(
                process("GOOD", port(), "/metrics"),
                process("ENDLESS", port(), "/endless"),
                process("BROKEN", port(), "/broken"),
                process("ELSEWHERE", port(), "/elsewhere"),
                process("MISSING", port(), "/nothing"),
                process("STOPPED", port(), "/metrics"),
                ChildSpec.of("NONE", "true").build());

        assertThat(found).containsOnlyKeys("GOOD", "ENDLESS", "BROKEN", "ELSEWHERE", "MISSING", "STOPPED");
        assertThat(found).hasEntrySatisfying("GOOD", good -> {
            assertThat(good.families().getFirst().name()).isEqualTo("orders_total");
            assertThat(good.answered()).contains(true);
        });
        found.remove("GOOD");
        assertThat(found.values()).allMatch(Exposition.SILENT::equals);
    }

    @Test
    void givenAProcessThatAcceptsAndSaysNothing_whenItsTimeIsOver_thenTheScrapeGoesOnWithoutIt() throws IOException {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var found = new Scraper(Duration.ofMillis(200))
                    .scrape(LOOPBACK, List.of(process("SILENT", silent.getLocalPort(), "/metrics")), Set.of("SILENT"));

            assertThat(found.toCompletableFuture()).succeedsWithin(LONG).isEqualTo(Map.of("SILENT", Exposition.SILENT));
        }
    }

    /** The process listens at loopback alone, and the node has another address. */
    @Test
    void givenANodeWithAnotherAddress_whenScraped_thenLoopbackIsAskedToo() {
        var found = new Scraper(LONG).scrape("127.0.0.2", List.of(process("GOOD", port(), "/metrics")), Set.of("GOOD"));

        assertThat(found.toCompletableFuture())
                .succeedsWithin(LONG)
                .satisfies(one -> assertThat(one)
                        .hasEntrySatisfying(
                                "GOOD", good -> assertThat(good.answered()).contains(true)));
    }

    private Map<String, Exposition> scrape(ChildSpec... processes) {
        var running = Set.of("GOOD", "ENDLESS", "BROKEN", "ELSEWHERE", "MISSING", "NONE");
        return new Scraper(LONG)
                .scrape(LOOPBACK, List.of(processes), running)
                .toCompletableFuture()
                .join();
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private static ChildSpec process(String name, int port, String path) {
        return ChildSpec.of(name, "true")
                .metrics(Optional.of(new MetricsEndpoint(port, path)))
                .build();
    }

    private static void endless(OutputStream out) throws IOException {
        var piece = "orders 1\n".repeat(10_000).getBytes(StandardCharsets.UTF_8);
        for (var sent = 0; sent < 2 * Scraper.MOST_BYTES; sent += piece.length) {
            out.write(piece);
        }
    }
}
