package io.github.batonha.e2e;

import static io.github.batonha.e2e.TestCluster.eventually;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What became of each attempt to change the primary, as every node tells it. */
class HistoryIT {
    private static final Map<String, String> NODES =
            new TreeMap<>(Map.of("NodeA", "127.0.47.1", "NodeB", "127.0.47.2", "NodeC", "127.0.47.3"));

    @TempDir
    Path folder;

    @Test
    void givenThreeNodes_whenOneIsDownMeanwhile_thenAllTellTheSameWhenItIsBack() {
        Path home = LightHome.create(folder.resolve("home"), folder.resolve("record"), NODES);
        try (var cluster = TestCluster.in(home)) {
            cluster.install("NodeA");
            cluster.startAndAwait("NodeA", "NodeB", "NodeC");
            cluster.awaitSeen("NodeA", "NodeB", "UP");
            cluster.awaitSeen("NodeA", "NodeC", "UP");
            cluster.baton("NodeA", "set-primary", "--reason", "first").orFail();
            cluster.awaitHealthy("NodeA", LightHome.CONSOLIDATOR);

            cluster.killHost("NodeC");
            cluster.baton("NodeB", "set-primary", "--reason", "disk swap").orFail();
            cluster.awaitHealthy("NodeB", LightHome.CONSOLIDATOR);
            assertThat(cluster.baton("NodeA", "set-primary", "--confirm-down", "NodeA")
                            .exit())
                    .isEqualTo(1);
            cluster.startAndAwait("NodeC");

            eventually("all three tell the same, to the last phase", ofSeconds(90), () -> {
                String onA = history(cluster, "NodeA");
                assertThat(onA.lines()).hasSize(3);
                assertThat(onA.lines().toList().get(1))
                        .contains("\"from\":\"NodeA\"", "\"to\":\"NodeB\"", "\"reason\":\"disk swap\"")
                        .contains("\"name\":\"release\"", "\"name\":\"stop\"", "\"name\":\"ready\"");
                for (String node : List.of("NodeB", "NodeC")) {
                    assertThat(history(cluster, node)).isEqualTo(onA);
                }
                return true;
            });
            assertThat(history(cluster, "NodeC").lines().toList().getLast())
                    .contains("\"outcome\":\"refused\"", "it can't be down itself");
            assertThat(cluster.baton("NodeC", "history", "--times").orFail().out())
                    .contains("Release")
                    .contains("refused");
        }
    }

    private static String history(TestCluster cluster, String node) {
        return cluster.baton(node, "history", "--output", "json").orFail().out();
    }
}
