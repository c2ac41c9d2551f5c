package io.github.batonha.e2e;

import static io.github.batonha.e2e.TestCluster.eventually;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes come, go and come back in every order, and the others see it. */
class MembershipIT {
    private static final Map<String, String> TWO = new TreeMap<>(Map.of("NodeA", "127.0.42.1", "NodeB", "127.0.42.2"));
    private static final Map<String, String> THREE =
            new TreeMap<>(Map.of("NodeA", "127.0.42.1", "NodeB", "127.0.42.2", "NodeC", "127.0.42.3"));

    @TempDir
    Path folder;

    @Test
    void givenFirstSeedDown_whenTheOthersStart_thenTheyWorkAndTheFirstJoinsLater() {
        try (var cluster = cluster(THREE)) {
            cluster.startAndAwait("NodeB", "NodeC");
            cluster.awaitSeen("NodeB", "NodeC", "UP");
            cluster.awaitSeen("NodeC", "NodeB", "UP");
            assertThat(cluster.seen("NodeB", "NodeA").path("state").asText()).isEqualTo("DOWN");

            cluster.startAndAwait("NodeA");

            cluster.awaitSeen("NodeA", "NodeB", "UP");
            cluster.awaitSeen("NodeC", "NodeA", "UP");
        }
    }

    @Test
    void givenThreeNodes_whenThePrimaryMovesAndHostsDie_thenOneRunsAtATime() {
        Path record = folder.resolve("record");
        try (var cluster = cluster(THREE)) {
            cluster.startAndAwait("NodeA", "NodeB", "NodeC");
            cluster.awaitSeen("NodeA", "NodeB", "UP");
            cluster.awaitSeen("NodeA", "NodeC", "UP");
            cluster.awaitSeen("NodeB", "NodeA", "UP"); // it may have begun again in between
            cluster.baton("NodeB", "set-primary", "NodeA").orFail();
            cluster.awaitHealthy("NodeA", LightHome.CONSOLIDATOR);

            cluster.killHost("NodeC");
            cluster.baton("NodeB", "set-primary").orFail(); // NodeA answers and releases: NodeC need not
            cluster.awaitHealthy("NodeB", LightHome.CONSOLIDATOR);
            assertThat(cluster.mon("NodeA").path("role").asText()).isEqualTo("SECONDARY");

            cluster.killHost("NodeB");
            var refused = cluster.baton("NodeA", "set-primary");
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.err() + refused.out())
                    .contains("NodeB")
                    .contains("NodeC")
                    .contains("--confirm-down");
            cluster.baton("NodeA", "set-primary", "--confirm-down", "NodeB", "--confirm-down", "NodeC")
                    .orFail();
            cluster.awaitHealthy("NodeA", LightHome.CONSOLIDATOR);

            cluster.startAndAwait("NodeB");
            cluster.startAndAwait("NodeC");
            eventually(
                    "NodeC knows the primary",
                    ofSeconds(90),
                    () -> cluster.monCluster("NodeC")
                            .path("primary")
                            .path("node")
                            .asText()
                            .equals("NodeA"));
            eventually(
                    "NodeB knows that it is not the primary any more",
                    ofSeconds(90),
                    () -> cluster.mon("NodeB").path("role").asText().equals("SECONDARY"));
            Runs.assertNoOverlap(record);
            assertThat(Runs.of(record)).hasSize(3);
        }
    }

    @Test
    void givenTwoNodes_whenAThirdIsAddedToTheHostsAndInstalled_thenItJoinsAndCanBePrimary() {
        Path record = folder.resolve("record");
        try (var cluster = cluster(TWO)) {
            cluster.startAndAwait("NodeA", "NodeB");
            cluster.awaitSeen("NodeA", "NodeB", "UP");
            cluster.baton("NodeA", "set-primary").orFail();
            cluster.awaitHealthy("NodeA", LightHome.CONSOLIDATOR);

            LightHome.define(cluster.home("NodeA"), record, THREE);
            cluster.install("NodeA");
            for (String node : new String[] {"NodeB", "NodeA"}) {
                cluster.killAgent(node); // an agent reads the new revision at its start; its processes go on
                cluster.startAndAwait(node);
            }
            cluster.startAndAwait("NodeC");
            cluster.awaitOneCluster("NodeA", "NodeB", "NodeC");

            cluster.awaitSeen("NodeA", "NodeC", "UP");
            cluster.awaitSeen("NodeC", "NodeA", "UP");
            cluster.awaitSeen("NodeC", "NodeB", "UP");
            assertThat(cluster.mon("NodeA").path("role").asText()).isEqualTo("PRIMARY");
            assertThat(Runs.of(record)).hasSize(1);
            cluster.baton("NodeC", "set-primary").orFail();
            cluster.awaitHealthy("NodeC", LightHome.CONSOLIDATOR);
            assertThat(Runs.of(record)).hasSize(2);
            Runs.assertNoOverlap(record);
        }
    }

    private TestCluster cluster(Map<String, String> addresses) {
        var cluster = TestCluster.in(LightHome.create(folder.resolve("home"), folder.resolve("record"), addresses));
        cluster.install("NodeA");
        return cluster;
    }
}
