package io.github.batonha.e2e;

import static io.github.batonha.e2e.TestCluster.eventually;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What operators type and what balancers ask, on two nodes that stay up over all tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandsIT {
    private static final String URL_A = "http://127.0.43.1:8558";

    @TempDir
    static Path folder;

    private TestCluster cluster;

    @BeforeAll
    void start() {
        Path home = LightHome.create(
                folder.resolve("home"), folder.resolve("record"), Map.of("NodeA", "127.0.43.1", "NodeB", "127.0.43.2"));
        cluster = TestCluster.in(home);
        cluster.install("NodeA");
        cluster.startAndAwait("NodeA", "NodeB");
        cluster.awaitSeen("NodeA", "NodeB", "UP");
        cluster.awaitSeen("NodeB", "NodeA", "UP");
        cluster.awaitHealthy("NodeA", LightHome.GATEWAY);
        cluster.awaitHealthy("NodeB", LightHome.GATEWAY);
    }

    @AfterAll
    void end() {
        cluster.close();
    }

    @Test
    void givenProcessWithDependants_whenKilledAndStartedByHand_thenItFollows() {
        cluster.baton("NodeA", "kill-process", LightHome.GATEWAY, "-s", "NodeB").orFail();
        assertThat(status("NodeB", LightHome.GATEWAY)).isEqualTo("STOPPED");
        assertThat(status("NodeA", LightHome.GATEWAY)).isEqualTo("HEALTHY");

        cluster.baton("NodeA", "start-process", LightHome.GATEWAY, "-s", "NodeB")
                .orFail();
        cluster.awaitHealthy("NodeB", LightHome.GATEWAY);
    }

    @Test
    void givenGroup_whenKilledOnEveryNode_thenNoneOfItRunsUntilStarted() {
        cluster.baton("NodeA", "kill-group", "MARKET", "-c").orFail();
        for (String node : List.of("NodeA", "NodeB")) {
            assertThat(status(node, LightHome.FEED)).isEqualTo("STOPPED");
            assertThat(status(node, LightHome.GATEWAY)).isEqualTo("STOPPED");
        }

        cluster.baton("NodeA", "start-group", "MARKET", "-c").orFail();
        cluster.awaitHealthy("NodeA", LightHome.GATEWAY);
        cluster.awaitHealthy("NodeB", LightHome.GATEWAY);
    }

    @Test
    void givenServer_whenKilledAndStarted_thenAllOfTheNodeFollowsAndTheAgentStays() {
        cluster.baton("NodeB", "kill-server", "-f").orFail();
        assertThat(cluster.processes("NodeB")).isEmpty();

        cluster.baton("NodeB", "start-server").orFail();
        cluster.awaitHealthy("NodeB", LightHome.GATEWAY);
    }

    @Test
    void givenStandbyNode_whenAPrimaryOnlyProcessIsStartedThere_thenItIsRefusedWithTheReason() {
        var refused = cluster.baton("NodeB", "start-process", LightHome.CONSOLIDATOR);

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.out() + refused.err())
                .contains("runs on the primary alone")
                .contains("set-primary");
        assertThat(status("NodeB", LightHome.CONSOLIDATOR)).isEqualTo("STANDBY");
    }

    @Test
    void givenProcess_whenItDies_thenScheduleRestartDecides() {
        cluster.awaitHealthy("NodeA", LightHome.GATEWAY);
        long feed = pid("NodeA", LightHome.FEED);
        long gateway = pid("NodeA", LightHome.GATEWAY);

        kill(gateway);
        eventually(
                "MISSING without scheduleRestart",
                ofSeconds(90),
                () -> status("NodeA", LightHome.GATEWAY).equals("MISSING"));
        kill(feed);
        eventually(
                "started again with it",
                ofSeconds(90),
                () -> cluster.process("NodeA", LightHome.FEED).path("restarts").asInt() >= 1
                        && status("NodeA", LightHome.FEED).equals("HEALTHY"));
        eventually(
                "the node is not healthy",
                ofSeconds(90),
                () -> get("/health/status").statusCode() == 503);

        cluster.baton("NodeA", "start-process", LightHome.GATEWAY).orFail();
        cluster.awaitHealthy("NodeA", LightHome.GATEWAY);
        eventually(
                "the node is healthy again",
                ofSeconds(90),
                () -> get("/health/status").statusCode() == 200);
    }

    @Test
    void givenUnknownNames_whenAsked_thenTheNearestIsNamed() {
        var result = cluster.baton("NodeA", "start-process", "GATEWAI");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err() + result.out()).contains("GATEWAI").contains("GATEWAY");
        assertThat(cluster.baton("NodeA", "start-prozess").exit()).isEqualTo(64);
        assertThat(cluster.baton("NodeA", "mon", "--node", "NodeX").exit()).isEqualTo(69);
    }

    @Test
    void givenEveryCommand_whenAskedForHelp_thenItTells() {
        var commands = Pattern.compile("(?m)^  ([a-z][a-z-]+)[, ]")
                .matcher(cluster.baton("NodeA", "--help").orFail().out())
                .results()
                .map(command -> command.group(1))
                .toList();

        assertThat(commands).contains("install", "node", "mon", "set-primary", "demo");
        for (String command : commands) {
            assertThat(cluster.baton("NodeA", command, "--help").orFail().out())
                    .as(command)
                    .startsWith("Usage: baton " + command);
        }
    }

    @Test
    void givenLogs_whenAsked_thenTheLastLinesCome() throws Exception {
        Path log = cluster.home("NodeA").resolve("logs/NodeA/" + LightHome.FEED + ".log");
        Files.writeString(log, "one\ntwo\nthree\n", java.nio.file.StandardOpenOption.APPEND);

        assertThat(cluster.baton("NodeA", "logs", LightHome.FEED, "-n", "2")
                        .orFail()
                        .out())
                .isEqualTo("two\nthree\n");
    }

    @Test
    void givenNoToken_whenSomethingWouldChange_thenItIsRefused() throws Exception {
        for (String path : List.of("/api/v1/primary", "/api/v1/operations")) {
            var answer = send(HttpRequest.newBuilder(URI.create(URL_A + path))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{}")));
            assertThat(answer.statusCode()).as(path).isEqualTo(401);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
        var down = send(HttpRequest.newBuilder(URI.create(URL_A + "/cluster/members/pekko://baton@127.0.43.1:6000"))
                .DELETE());
        assertThat(down.statusCode()).as("Pekko's own changing routes are off").isGreaterThanOrEqualTo(400);
        Path token = cluster.runFolder("NodeA").resolve("token");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
                .isEqualTo("rw-------");
    }

    @Test
    void givenHealthRoutes_whenABalancerAsks_thenTheRoleDecides() {
        // What balancers are told follows up to a tenth of a second after what mon shows.
        Stream.of("/health/live", "/health/ready", "/health/secondary")
                .forEach(path -> eventually(path, ofSeconds(90), () -> get(path).statusCode() == 200));
        assertThat(get("/health/primary").statusCode()).isEqualTo(503);
        Stream.of("/ready", "/alive", "/cluster/members", "/metrics", "/api/v1/mon")
                .forEach(path -> {
                    assertThat(get(path).statusCode()).as(path).isEqualTo(401);
                    assertThat(authorized(path).statusCode()).as(path).isEqualTo(200);
                });
        assertThat(get("/health/status").body()).contains("\"PROCESS_NAME\"").contains(LightHome.FEED);
    }

    @Test
    void givenBadConfiguration_whenInstalled_thenTheRunningSystemIsUntouched() throws Exception {
        Path file = cluster.home("NodeA").resolve("conf/light-processes.xml");
        String good = Files.readString(file);
        Path generated = cluster.home("NodeA").resolve("generated");
        var before = Snapshot.of(generated);
        Files.writeString(file, good.replace("<start>true</start>", "<start>yess</start>"));
        try {
            var refused = cluster.baton("NodeA", "install");

            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.err() + refused.out())
                    .contains("light-processes.xml:4")
                    .contains("yess");
            assertThat(Snapshot.of(generated)).isEqualTo(before);
            assertThat(status("NodeA", LightHome.FEED)).isEqualTo("HEALTHY");
        } finally {
            Files.writeString(file, good);
        }
    }

    private String status(String node, String process) {
        return cluster.process(node, process).path("status").asText();
    }

    private long pid(String node, String process) {
        return cluster.process(node, process).path("pid").asLong();
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    private static java.net.http.HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(URL_A + path)));
    }

    private java.net.http.HttpResponse<String> authorized(String path) {
        try {
            var token = Files.readString(cluster.runFolder("NodeA").resolve("token"))
                    .strip();
            return send(HttpRequest.newBuilder(URI.create(URL_A + path)).header("Authorization", "Bearer " + token));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static java.net.http.HttpResponse<String> send(HttpRequest.Builder request) {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
