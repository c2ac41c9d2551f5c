package io.github.batonha.e2e;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes in between when processes run that were started before the agent can be asked about them. */
class EarlyStartIT {

    private static final int COUNT = 60;

    @TempDir
    Path folder;

    private TestCluster cluster;

    @BeforeEach
    void begin() {
        cluster = TestCluster.in(Sleepers.create(folder.resolve("home"), COUNT, "127.0.49.1"));
        cluster.install(Sleepers.NODE);
        cluster.start(Sleepers.NODE);
        TestCluster.eventually(
                "a process runs",
                ofSeconds(60),
                () -> !cluster.processes(Sleepers.NODE).isEmpty());
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void givenTheFirstProcessesRun_whenTheAgentIsAskedToEnd_thenItEndsThemFirst() {
        cluster.stop(Sleepers.NODE);

        assertThat(cluster.processes(Sleepers.NODE)).isEmpty();
    }

    @Test
    void givenTheFirstProcessesRun_whenTheAgentIsKilled_thenTheNextOneAdoptsThemAndStartsTheRest() {
        cluster.killAgent(Sleepers.NODE);
        var before = cluster.processes(Sleepers.NODE);

        cluster.startAndAwait(Sleepers.NODE);
        TestCluster.eventually(
                "each runs once",
                ofSeconds(60),
                () -> Sleepers.running(cluster).values().stream()
                                .filter(pids -> pids.size() == 1)
                                .count()
                        == COUNT);

        assertThat(cluster.processes(Sleepers.NODE)).containsAll(before);
        assertThat(Sleepers.running(cluster)).hasSize(COUNT);
        assertThat(List.of("S0001", "S0060")).allSatisfy(name -> cluster.awaitHealthy(Sleepers.NODE, name));
    }
}
