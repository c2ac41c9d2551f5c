package io.github.batonha.e2e;

import static io.github.batonha.e2e.TestCluster.eventually;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a dry run says is what the real thing does, on the command line and over HTTP. */
class PreflightIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> ADDRESSES = Map.of("NodeA", "127.0.53.1", "NodeB", "127.0.53.2");

    @TempDir
    Path folder;

    private TestCluster cluster;

    @BeforeEach
    void start() {
        ADDRESSES.keySet().forEach(node -> LightHome.create(folder.resolve(node), folder.resolve("record"), ADDRESSES));
        cluster = TestCluster.in(folder::resolve);
        ADDRESSES.keySet().forEach(cluster::install);
        cluster.startAndAwait("NodeA", "NodeB");
        cluster.awaitSeen("NodeA", "NodeB", "UP");
        cluster.awaitSeen("NodeB", "NodeA", "UP");
        cluster.baton("NodeA", "set-primary").orFail();
        cluster.awaitHealthy("NodeA", LightHome.CONSOLIDATOR);
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    private HttpResponse<String> post(String body) throws Exception {
        var token =
                Files.readString(cluster.runFolder("NodeB").resolve("token")).strip();
        var request = HttpRequest.newBuilder(URI.create("http://127.0.53.2:8558/api/v1/primary"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    /** The one reason, which the dry run and the real one give alike. */
    private JsonNode refused(String more) throws Exception {
        var dry = post("{\"target\":\"NodeB\",\"dryRun\":true%s}".formatted(more));
        var real = post("{\"target\":\"NodeB\",\"dryRun\":false%s}".formatted(more));
        assertThat(dry.statusCode()).as(dry.body()).isEqualTo(409);
        assertThat(real.statusCode()).as(real.body()).isEqualTo(409);
        assertThat(dry.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        var problem = JSON.readTree(dry.body());
        assertThat(problem.path("type").asText()).isEqualTo("/problems/refused");
        assertThat(problem.path("title").asText()).isNotEmpty();
        assertThat(problem.path("status").asInt()).isEqualTo(409);
        var reasons = problem.path("reasons");
        assertThat(reasons).hasSize(1);
        assertThat(problem.path("detail").asText())
                .isEqualTo(reasons.get(0).path("text").asText());
        var same = JSON.readTree(real.body()).path("reasons");
        assertThat(same).hasSize(1);
        assertThat(untimed(same.get(0))).isEqualTo(untimed(reasons.get(0)));
        return reasons.get(0);
    }

    private static String untimed(JsonNode reason) {
        return reason.toString().replaceAll("[0-9.]+ s ", "N s ");
    }

    @Test
    void givenBothUp_whenRehearsed_thenTheStepsAreToldAndNothingChanges() throws Exception {
        long epoch = cluster.mon("NodeA").path("epoch").asLong();
        var store = Files.readAllBytes(cluster.runFolder("NodeB").resolve("primary.store"));

        var told = cluster.baton("NodeB", "set-primary", "--dry-run").orFail();

        assertThat(told.out())
                .contains("would ask NodeA, NodeB for their promise, at most 2.0 s")
                .contains("would have NodeA end its primaryOnly processes, which takes at most about 10.0 s")
                .contains("NodeB would become primary in place of NodeA by what NodeA, NodeB answered just now");
        assertThat(Files.readAllBytes(cluster.runFolder("NodeB").resolve("primary.store")))
                .isEqualTo(store);
        assertThat(cluster.mon("NodeA").path("epoch").asLong()).isEqualTo(epoch);
        assertThat(cluster.mon("NodeA").path("role").asText()).isEqualTo("PRIMARY");
        cancelsOneForLater();
        carriesOutOneForLater();
    }

    private void cancelsOneForLater() {
        cluster.baton("NodeA", "set-primary", "NodeB", "--at", "+1h", "--reason", "patch")
                .orFail();
        eventually("the other node shows it", ofSeconds(20), () -> screen().contains("NodeB is to become primary at "));
        assertThat(cluster.baton("NodeA", "set-primary", "NodeA", "--at", "+2h").err())
                .contains("only one switchover can be scheduled");

        cluster.baton("NodeA", "set-primary", "--cancel", "--reason", "not tonight")
                .orFail();

        eventually("no node shows it", ofSeconds(20), () -> !screen().contains("is to become primary"));
    }

    private String screen() {
        return cluster.baton("NodeA", "mon-cluster").orFail().out();
    }

    private void carriesOutOneForLater() throws IOException {
        cluster.baton("NodeA", "set-primary", "NodeB", "--at", "+8s", "--reason", "at its time")
                .orFail();

        eventually(
                "it is done",
                ofSeconds(60),
                () -> cluster.mon("NodeB").path("role").asText().equals("PRIMARY"));
        eventually(
                "all know what became of both",
                ofSeconds(20),
                () -> outcomes()
                        .endsWith("scheduled patch, cancelled not tonight, scheduled at its time, done at its time"));
        assertThat(Files.readString(cluster.home("NodeB").resolve("logs/NodeB/audit.jsonl")))
                .contains("scheduled POST /api/v1/primary");
    }

    private String outcomes() throws IOException {
        var outcomes = new ArrayList<String>();
        var json =
                cluster.baton("NodeA", "history", "--output", "json").orFail().out();
        for (var line : json.lines().toList()) {
            var entry = JSON.readTree(line);
            outcomes.add(
                    entry.path("outcome").asText() + " " + entry.path("reason").asText());
        }
        return String.join(", ", outcomes);
    }

    @Test
    void givenWhatSpeaksAgainstATarget_whenOrderedOrRehearsed_thenTheSameReasonsAreGivenAndSomeCanBeOverridden()
            throws Exception {
        var jar = missingJar();
        var failing = refused("");
        assertThat(failing.path("code").asText()).isEqualTo("target-fails-checks");
        assertThat(failing.path("text").asText())
                .contains(jar.getFileName().toString())
                .contains("can't be read");
        assertThat(failing.path("overridable").asBoolean()).isTrue();
        Files.move(jar.resolveSibling("away"), jar);

        var settings = cluster.home("NodeB").resolve("conf/baton.conf");
        Files.writeString(settings, "baton.process.backoff = 2 s\n");
        cluster.install("NodeB");
        cluster.stop("NodeB");
        cluster.startAndAwait("NodeB");
        cluster.awaitOneCluster("NodeA", "NodeB");
        cluster.awaitSeen("NodeB", "NodeA", "UP");
        var differing = refused("");
        assertThat(differing.path("code").asText()).isEqualTo("config-differs");
        assertThat(differing.path("text").asText()).contains("than the primary NodeA");

        cluster.killHost("NodeA");
        cluster.awaitSeen("NodeB", "NodeA", "DOWN");
        var silent = refused("");
        assertThat(silent.path("code").asText()).isEqualTo("host-silent");
        assertThat(silent.path("overridable").asBoolean()).isFalse();
        assertThat(silent.path("text").asText()).contains("NodeA does not answer, last heard");
        assertThat(refused(",\"confirmDown\":[\"NodeX\"]").path("code").asText())
                .isEqualTo("unknown-host");
        assertThat(refused(",\"fence\":[\"NodeA\"]").path("code").asText()).isEqualTo("no-fence-command");

        cluster.startAndAwait("NodeA");
        cluster.awaitOneCluster("NodeA", "NodeB");
        cluster.awaitSeen("NodeB", "NodeA", "UP");
        assertThat(cluster.baton("NodeB", "set-primary", "--override", "config-differs")
                        .exit())
                .as("without a reason")
                .isEqualTo(64);
        cluster.baton("NodeB", "set-primary", "--override", "config-differs", "--reason", "tried on one node first")
                .orFail();
        assertThat(cluster.baton("NodeB", "history").out())
                .contains("tried on one node first (overrode config-differs)");
    }

    private Path missingJar() throws IOException {
        try (var jars = Files.walk(cluster.home("NodeB").resolve("lib"))) {
            var jar = jars.filter(file -> file.getFileName().toString().startsWith("genesis-consolidator2"))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow();
            Files.move(jar, jar.resolveSibling("away"));
            return jar;
        }
    }
}
