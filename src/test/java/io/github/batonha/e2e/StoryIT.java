package io.github.batonha.e2e;

import static io.github.batonha.e2e.TestCluster.eventually;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The customer's whole story, with the sample application that the demo runs. */
class StoryIT {
    private static final String CONSOLIDATOR = "GENESIS_AUTH_CONSOLIDATOR";

    @TempDir
    Path folder;

    @Test
    void givenTwoNodes_whenThePrimaryIsLostAndComesBack_thenEveryStateIsAsInThePictures() throws IOException {
        Path home = sampleHome();
        try (var outgoing = Outgoing.isPossible() ? Outgoing.watch() : null;
                var cluster = TestCluster.in(home)) {
            cluster.install("NodeA");
            cluster.startAndAwait("NodeA", "NodeB");
            awaitServing(cluster, "NodeA");
            awaitServing(cluster, "NodeB");
            cluster.awaitSeen("NodeA", "NodeB", "UP");
            cluster.awaitSeen("NodeB", "NodeA", "UP");
            assertThat(cluster.monCluster("NodeA").path("primary").isNull()).isTrue();
            awaitNode(cluster, "NodeA", "UP", "SECONDARY", "STANDBY");
            awaitNode(cluster, "NodeB", "UP", "SECONDARY", "STANDBY");
            cluster.awaitWarm("NodeA", CONSOLIDATOR);
            cluster.awaitWarm("NodeB", CONSOLIDATOR);
            assertPicture(cluster.baton("NodeA", "mon").orFail().out());
            long warm = cluster.process("NodeA", CONSOLIDATOR).path("pid").asLong();

            cluster.baton("NodeA", "set-primary").orFail();
            cluster.awaitHealthy("NodeA", CONSOLIDATOR);
            awaitNode(cluster, "NodeA", "UP", "PRIMARY", "UP");
            assertNode(cluster, "NodeB", "UP", "SECONDARY", "STANDBY");
            assertThat(cluster.process("NodeA", CONSOLIDATOR).path("pid").asLong())
                    .as("the standby was promoted")
                    .isEqualTo(warm);
            assertStandbyThatHangsIsRestarted(cluster, home.resolve("shared/hangs"));
            assertThat(cluster.process("NodeA", CONSOLIDATOR).path("pid").asLong())
                    .as("the primary notices nothing")
                    .isEqualTo(warm);

            cluster.killHost("NodeA");
            awaitNode(cluster, "NodeA", "DOWN", "PRIMARY", "DOWN");
            assertNode(cluster, "NodeB", "UP", "SECONDARY", "STANDBY");
            assertThat(whoServes("127.0.44.2")).isEqualTo("NodeB");

            assertThat(cluster.baton("NodeB", "set-primary").exit()).isEqualTo(1);
            cluster.baton("NodeB", "set-primary", "--confirm-down", "NodeA").orFail();
            cluster.awaitHealthy("NodeB", CONSOLIDATOR);
            awaitNode(cluster, "NodeB", "UP", "PRIMARY", "UP");

            cluster.startAndAwait("NodeA");
            cluster.awaitOneCluster("NodeA", "NodeB");
            awaitServing(cluster, "NodeA");
            awaitNode(cluster, "NodeA", "UP", "SECONDARY", "STANDBY");
            assertNode(cluster, "NodeB", "UP", "PRIMARY", "UP");

            cluster.baton("NodeA", "set-primary").orFail();
            cluster.awaitHealthy("NodeA", CONSOLIDATOR);
            awaitNode(cluster, "NodeA", "UP", "PRIMARY", "UP");
            awaitNode(cluster, "NodeB", "UP", "SECONDARY", "STANDBY");

            Path record = home.resolve("shared/consolidator.record");
            assertThat(Runs.of(record)).hasSize(3);
            Runs.assertNoOverlap(record);
            assertThat(cluster.baton("NodeB", "history", "--output", "json")
                            .orFail()
                            .out())
                    .contains("NodeA")
                    .contains("NodeB");
            if (outgoing != null) {
                outgoing.assertNone();
            }
        }
    }

    /** As the customer has it, line by line: the process in STANDBY has a PID too. Where theirs says RUNNING, ours knows that it is healthy. */
    private static void assertPicture(String mon) {
        var lines = mon.lines().dropWhile(line -> !line.startsWith("PID ")).toList();

        assertThat(lines.getFirst())
                .startsWith("PID     Process Name                  Port    Status    CPU     Memory");
        assertThat(lines.get(1)).matches("=+");
        var rows = List.of(
                row(CONSOLIDATOR, 8005, "STANDBY"),
                row("GENESIS_AUTH_DATASERVER", 8002, "HEALTHY"),
                row("GENESIS_AUTH_MANAGER", 8001, "HEALTHY"),
                row("GENESIS_AUTH_PERMS", 8003, "HEALTHY"),
                row("GENESIS_AUTH_REQUEST_SERVER", 8004, "HEALTHY"),
                row("GENESIS_CLUSTER", 9000, "HEALTHY"),
                row("GENESIS_ROUTER", 9017, "HEALTHY"),
                row("GENESIS_WEBMON", 9011, "HEALTHY"));
        for (int at = 0; at < rows.size(); at++) {
            assertThat(lines.get(at + 2)).matches(rows.get(at));
        }
        assertThat(lines.get(rows.size() + 2)).matches("=+");
    }

    private static void assertStandbyThatHangsIsRestarted(TestCluster cluster, Path hangs) throws IOException {
        cluster.awaitWarm("NodeB", CONSOLIDATOR);
        long first = cluster.process("NodeB", CONSOLIDATOR).path("pid").asLong();
        Files.writeString(hangs, first + "\n");
        eventually(
                "there is another standby",
                ofSeconds(60),
                () -> cluster.process("NodeB", CONSOLIDATOR).path("pid").asLong(first) != first);
        cluster.awaitWarm("NodeB", CONSOLIDATOR);
    }

    private static String row(String name, int port, String status) {
        return "[0-9][0-9 ]{6} %-30s%-8d%-10s\\d+\\.\\d\\d +\\d+\\.\\d\\d *".formatted(name, port, status);
    }

    private Path sampleHome() throws IOException {
        Path home = folder.resolve("home");
        LightHome.copy(Distribution.sampleHome(), home);
        Path processes = home.resolve("conf/auth-processes.xml");
        // Only the answer may fail: on a busy machine a look takes longer than the usual second.
        var liveness = "<liveness standby=\"true\" period=\"500 ms\" timeout=\"60 s\" failureThreshold=\"1\">"
                + "exec sh -c '! grep -qx $BATON_PID shared/hangs'</liveness>";
        Files.writeString(
                processes,
                Files.readString(processes)
                        .replace("<primaryOnly>true</primaryOnly>", "<primaryOnly>true</primaryOnly>" + liveness));
        Path definition = home.resolve("conf/genesis-system-definition.kts");
        Files.writeString(
                definition,
                Files.readString(definition).replace("127.0.0.1", "127.0.44.1").replace("127.0.0.2", "127.0.44.2"));
        return home;
    }

    private static void awaitServing(TestCluster cluster, String node) {
        eventually("all of " + node + " is healthy or in STANDBY", ofSeconds(90), () -> {
            for (JsonNode row : cluster.mon(node).path("processes")) {
                String status = row.path("status").asText();
                if (!status.equals("HEALTHY") && !status.equals("STANDBY")) {
                    return false;
                }
            }
            return true;
        });
    }

    private static void awaitNode(TestCluster cluster, String node, String state, String role, String consolidator) {
        eventually("%s is %s and %s".formatted(node, state, role), ofSeconds(90), () -> {
            assertNode(cluster, node, state, role, consolidator);
            return true;
        });
    }

    /** As the node that stays up all the time, NodeB, shows it. */
    private static void assertNode(TestCluster cluster, String node, String state, String role, String consolidator) {
        JsonNode seen = cluster.seen("NodeB", node);
        assertThat(seen.path("state").asText()).isEqualTo(state);
        assertThat(seen.path("role").asText()).isEqualTo(role);
        for (JsonNode row : seen.path("processes")) {
            String expected = row.path("name").asText().equals(CONSOLIDATOR) ? consolidator : state;
            assertThat(row.path("state").asText()).as(row.path("name").asText()).isEqualTo(expected);
        }
    }

    private static String whoServes(String address) throws IOException {
        var connection = (HttpURLConnection)
                URI.create("http://" + address + ":9017/whoami").toURL().openConnection();
        try (var body = connection.getInputStream()) {
            String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            return text.contains("\"NodeB\"") ? "NodeB" : text;
        } finally {
            connection.disconnect();
        }
    }
}
