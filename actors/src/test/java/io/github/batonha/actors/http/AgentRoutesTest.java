package io.github.batonha.actors.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.view.ClusterView;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentRoutesTest extends RoutesFixture {
    @Test
    void whenMonIsAsked_thenAllFieldsAreThereAlsoWhereTheyAreNull() throws Exception {
        var mon = json(get("/api/v1/mon"));

        assertThat(mon.get("node").asText()).isEqualTo("NodeA");
        assertThat(mon.get("startedAt").asText()).isEqualTo("1970-01-01T00:00:00Z");
        var process = mon.get("processes").get(0);
        assertThat(process.get("name").asText()).isEqualTo("WEB_SERVER");
        assertThat(process.get("status").asText()).isEqualTo("HEALTHY");
        assertThat(process.has("pid")).isTrue();
        assertThat(process.get("pid").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/mon",
                "/api/v1/mon-cluster",
                "/api/v1/history",
                "/api/v1/processes?resources=true",
                "/health/ready",
                "/health/status",
                "/health/live",
                "/health/primary",
                "/health/secondary"
            })
    void givenAProcessThatWroteAPassword_whenSomebodyWithoutTheTokenReads_thenItIsNotThere(String path)
            throws Exception {
        view.tell(new ClusterView.ProcessSaid(new ProcessStatus(
                "WEB_SERVER",
                "GROUP",
                null,
                8001,
                ProcessState.MISSING,
                0,
                0,
                0,
                0,
                Map.of(),
                false,
                "exit status 1; it last wrote: password=s3cret",
                "exit status 1")));
        awaitCheck("/health/status", 503, "MISSING");

        assertThat(get(path).body()).doesNotContain("s3cret");
        assertThat(send(request(path).header("Authorization", "Bearer wrong")).body())
                .doesNotContain("s3cret");

        assertThat(json(get("/health/ready")).get("reasons").toString())
                .isEqualTo("[\"WEB_SERVER is MISSING: exit status 1\"]");
        assertThat(json(get("/api/v1/mon"))
                        .get("processes")
                        .get(0)
                        .get("message")
                        .asText())
                .isEqualTo("exit status 1");
        assertThat(send(authorized("/api/v1/mon")).body()).contains("it last wrote: password=s3cret");
        assertThat(send(authorized("/api/v1/history")).body()).contains("s3cret");
    }

    @Test
    void whenMonClusterIsAsked_thenAHostNeverHeardIsDownAndNobodyIsPrimary() throws Exception {
        var screen = json(get("/api/v1/mon-cluster"));

        assertThat(screen.get("primary").isNull()).isTrue();
        assertThat(screen.get("nodes").get(0).get("state").asText()).isEqualTo("UP");
        assertThat(screen.get("nodes").get(1).get("state").asText()).isEqualTo("DOWN");
        assertThat(screen.get("nodes").get(1).get("ageSeconds").asInt()).isEqualTo(-1);
    }

    @Test
    void whenHistoryAndProcessesAreAsked_thenTheyAreLists() throws Exception {
        assertThat(json(get("/api/v1/history")).get(0).get("at").asText()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(json(get("/api/v1/processes")).get(0).get("monitor").asText())
                .isEqualTo("port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/logs/WEB_SERVER", "/api/v1/primary", "/api/v1/operations", "/api/v1/drain"})
    void givenNoToken_whenATokenRouteIsAsked_thenItIsRefusedAndSaysWhereTheTokenIs(String path) throws Exception {
        var request = path.contains("logs") ? request(path) : request(path).POST(BodyPublishers.ofString("{}"));

        var without = send(request);
        var wrong = send(request.header("Authorization", "Bearer wrong"));

        assertProblem(without, 401);
        assertProblem(wrong, 401);
        assertThat(json(without).get("remedy").asText()).contains("/home/run/NodeA/token");
        assertThat(without.body()).doesNotContain(TOKEN);
        assertThat(without.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
    }

    @Test
    void whenAPathOrMethodIsUnknown_thenTheProblemNamesWhatThereIs() throws Exception {
        assertProblem(get("/api/v1/nothing"), 404);
        assertProblem(get("/api/v2/mon"), 404);
        assertProblem(get("/api/v1/primary"), 405);
        assertThat(json(get("/api/v1/nothing")).get("remedy").asText()).contains("/api/v1/mon-cluster");
        assertThat(json(get("/api/v1/primary")).get("remedy").asText()).contains("POST");
    }

    @Test
    void givenABodyThatIsTooLarge_whenPosted_thenItIsRefused() throws Exception {
        var response = post("/api/v1/primary", " ".repeat(9_000_000));

        assertProblem(response, 413);
    }

    @Test
    void givenMetrics_whenAskedAsJson_thenTheyAreThoseOfPrometheus() throws Exception {
        var samples = json(send(authorized("/api/v1/metrics")));

        var names = new HashSet<String>();
        samples.forEach(sample -> names.add(sample.get("name").asText()));
        var text = send(authorized("/metrics")).body();
        assertThat(names)
                .contains("baton_process_restarts_total")
                .hasSizeGreaterThan(20)
                .allSatisfy(name -> assertThat(text).contains("\n" + name));
    }

    @Test
    void givenCaches_whenAsked_thenEachProcessHasItsStateAndTheDiskItsBound() throws Exception {
        var caches = json(send(authorized("/api/v1/aot-caches")));

        assertThat(caches.get("mostBytes").asLong()).isEqualTo(1 << 20);
        var process = caches.get("processes").get(0);
        assertThat(process.get("state").asText()).isEqualTo("used");
        assertThat(process.get("cache").get("madeAt").asText()).isEqualTo("2026-01-02T03:04:05Z");
    }

    @Test
    void givenAProcess_whenItsResourcesAreAsked_thenTheyAreBesideItsDetails() throws Exception {
        var plain = json(get("/api/v1/processes")).get(0);
        var withResources = json(get("/api/v1/processes?resources=true")).get(0);

        assertThat(plain.get("resources").isNull()).isTrue();
        assertThat(withResources.get("resources").get("threads").asInt()).isEqualTo(7);
        assertThat(withResources.get("resources").get("cpuSeconds").asDouble()).isEqualTo(1.5);
        assertThat(withResources.get("resources").get("heap").isNull()).isTrue();
        assertThat(plain.has("metrics")).isFalse();
        assertProblem(get("/api/v1/processes?resource=true"), 400);
        assertProblem(get("/api/v1/processes?metrics=yes"), 400);
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example, /api/v1/mon, 421",
        "evil.example:80, /api/v1/mon, 421",
        "NodeA.evil.example, /api/v1/mon, 421",
        "nodea, /api/v1/mon, 200",
        "NodeB.:8558, /api/v1/mon, 200",
        "LOCALHOST, /api/v1/mon, 200",
        "10.1.2.3, /api/v1/mon, 200",
        "[::1]:8558, /api/v1/mon, 200",
        "app.example.com, /health/ready, 200",
        "evil.example, /cluster/members, 421",
    })
    void givenAHost_whenAskedByThatName_thenOnlyOurOwnAreServed(String host, String path, int status) throws Exception {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), URI.create(base).getPort())) {
            socket.setSoTimeout((int) SOON.toMillis());
            socket.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                            .formatted(path, host)
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 %d ".formatted(status));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/mon", "/api/v1/nothing", "/health/ready", "/"})
    void whenAnswered_thenNoBrowserKeepsOrGuessesAtIt(String path) throws Exception {
        var headers = get(path).headers();

        assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(headers.allValues("Cache-Control")).containsExactly("no-store");
        assertThat(headers.firstValue("Content-Security-Policy").orElse("")).contains("default-src 'none'");
    }
}
