package io.github.batonha.e2e;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose primary.store was overwritten. */
class RepairIT {
    @TempDir
    Path folder;

    private TestCluster cluster;

    @BeforeEach
    void start() throws IOException {
        var home = LightHome.create(
                folder.resolve("home"), folder.resolve("record"), Map.of("NodeA", "127.0.54.1", "NodeB", "127.0.54.2"));
        Files.writeString(
                home.resolve("conf/baton.conf"),
                "baton.primary { agent-loss-grace = 20 s, margin = 1 s, answer-within = 2 s }\n");
        cluster = TestCluster.in(home);
        cluster.install("NodeA");
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

    @Test
    void givenOverwrittenSlots_whenRepaired_thenTheNodeKnowsWhatTheOthersKnowAndCanBecomePrimary() throws IOException {
        var store = cluster.runFolder("NodeB").resolve("primary.store");
        cluster.stop("NodeB");
        var bytes = Files.readAllBytes(store);
        for (var i = 0; i < bytes.length; i += 97) {
            bytes[i] ^= 0x55;
        }
        Files.write(store, bytes);
        cluster.startAndAwait("NodeB");
        cluster.awaitOneCluster("NodeA", "NodeB");
        assertThat(cluster.mon("NodeB").path("role").asText()).isEqualTo("UNKNOWN");

        var refused = cluster.baton("NodeB", "set-primary");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .contains("its store is damaged")
                .contains(store.toString())
                .contains("slot 0")
                .contains("baton primary repair");
        var unasked = cluster.baton("NodeB", "primary", "repair");
        assertThat(unasked.exit()).as("without a terminal and without -y").isEqualTo(1);

        var dry = cluster.baton("NodeB", "primary", "repair", "--dry-run").orFail();
        assertThat(dry.out())
                .contains("NodeA knows NodeA as primary under epoch")
                .contains("nothing was changed");
        assertThat(Files.readAllBytes(store)).isEqualTo(bytes);

        var done = cluster.baton("NodeB", "primary", "repair", "-y", "--reason", "disk error")
                .orFail();
        assertThat(done.out()).contains("the store of NodeB was written anew: the primary is NodeA");
        assertThat(Files.readAllBytes(store.resolveSibling("primary.store.damaged")))
                .isEqualTo(bytes);
        assertThat(cluster.baton("NodeB", "history").out()).contains("repaired the store of NodeB: disk error");
        cluster.baton("NodeB", "set-primary").orFail();
        cluster.awaitHealthy("NodeB", LightHome.CONSOLIDATOR);
        Runs.assertNoOverlap(folder.resolve("record"));

        cluster.killAgent("NodeB");
        cluster.startAndAwait("NodeB");
        TestCluster.eventually(
                "NodeB continues from its new store",
                ofSeconds(90),
                () -> cluster.mon("NodeB").path("role").asText().equals("PRIMARY"));
    }
}
