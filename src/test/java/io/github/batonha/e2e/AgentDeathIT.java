package io.github.batonha.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentDeathIT {
    @TempDir
    Path folder;

    private TestCluster cluster;
    private Path record;

    @BeforeEach
    void start() {
        record = folder.resolve("record");
        Path home =
                LightHome.create(folder.resolve("home"), record, Map.of("NodeA", "127.0.41.1", "NodeB", "127.0.41.2"));
        cluster = TestCluster.in(home);
        cluster.install("NodeA");
        cluster.startAndAwait("NodeA", "NodeB");
        cluster.awaitSeen("NodeA", "NodeB", "UP");
        cluster.awaitSeen("NodeB", "NodeA", "UP");
        cluster.baton("NodeA", "set-primary").orFail();
        Stream.of(LightHome.FEED, LightHome.GATEWAY, LightHome.CONSOLIDATOR)
                .forEach(name -> cluster.awaitHealthy("NodeA", name));
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void givenPrimary_whenAgentIsKilled_thenItsProcessesLiveOnAndTheNextAgentAdoptsThemEvenWithoutItsPort()
            throws IOException {
        var before = cluster.processes("NodeA");
        long epoch = cluster.mon("NodeA").path("epoch").asLong();

        cluster.killAgent("NodeA");
        try (var _ = new ServerSocket(8558, 1, InetAddress.getByName("127.0.41.1"))) {
            cluster.start("NodeA");
            TestCluster.eventually(
                    "NodeB hears that NodeA works without HTTP",
                    Duration.ofSeconds(60),
                    () -> cluster.seen("NodeB", "NodeA").path("remark").asText().contains("HTTP is not served"));
        }
        cluster.awaitAnswer("NodeA");

        assertThat(cluster.processes("NodeA")).isEqualTo(before);
        cluster.awaitHealthy("NodeA", LightHome.CONSOLIDATOR);
        assertThat(cluster.processes("NodeA")).isEqualTo(before);
        assertThat(cluster.mon("NodeA").path("role").asText()).isEqualTo("PRIMARY");
        assertThat(cluster.mon("NodeA").path("epoch").asLong()).isEqualTo(epoch);
        cluster.awaitSeen("NodeB", "NodeA", "UP");
        assertThat(Runs.of(record)).hasSize(1);
    }

    @Test
    void givenPrimarysAgentDeadAndItsJvmsAlive_whenOtherNodeIsSetPrimary_thenOldJvmsAreGoneBeforeNewOnesStart() {
        long old = cluster.process("NodeA", LightHome.CONSOLIDATOR).path("pid").asLong();

        cluster.killAgent("NodeA");
        assertThat(ProcFs.isAlive(old)).isTrue();
        cluster.awaitSeen("NodeB", "NodeA", "DOWN");
        assertThat(cluster.baton("NodeB", "set-primary").exit())
                .as("without a confirmation")
                .isEqualTo(1);
        assertThat(ProcFs.isAlive(old)).isTrue();
        cluster.baton("NodeB", "set-primary", "--confirm-down", "NodeA").orFail();

        assertThat(ProcFs.isAlive(old)).isFalse();
        cluster.awaitHealthy("NodeB", LightHome.CONSOLIDATOR);
        assertThat(Runs.of(record)).hasSize(2);
        Runs.assertNoOverlap(record);
    }

    @Test
    void givenAgent_whenItIsAskedToEnd_thenDependantsEndFirstAndNothingIsLeft() {
        cluster.stop("NodeA");

        assertThat(cluster.processes("NodeA")).isEmpty();
        cluster.awaitSeen("NodeB", "NodeA", "DOWN");
    }

    @Test
    void givenProcessStoppedByHand_whenAgentIsKilled_thenItStaysStopped() {
        cluster.baton("NodeA", "kill-process", LightHome.GATEWAY).orFail();

        cluster.killAgent("NodeA");
        cluster.startAndAwait("NodeA");

        cluster.awaitHealthy("NodeA", LightHome.FEED);
        assertThat(cluster.process("NodeA", LightHome.GATEWAY).path("pid").isNull())
                .isTrue();
        cluster.stop("NodeA");
        cluster.startAndAwait("NodeA");
        cluster.awaitHealthy("NodeA", LightHome.GATEWAY);
    }
}
