package io.github.batonha.e2e;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As many processes as nobody has on one host. */
class ThousandIT {
    private static final int COUNT = 1000;
    private static final String A = Sleepers.NODE;

    @TempDir
    Path folder;

    private TestCluster cluster;

    @BeforeEach
    void start() {
        cluster = TestCluster.in(Sleepers.create(folder.resolve("home"), COUNT, "127.0.62.1"));
        cluster.install(A);
        cluster.startAndAwait(A);
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void givenAThousandProcesses_whenAllAreKilledAtOnce_thenAllComeBackAndAStopLeavesNone() {
        awaitAll(Set.of());
        var first = Set.copyOf(cluster.processes(A));

        first.forEach(ThousandIT::kill);

        awaitAll(first);
        TestCluster.eventually("mon shows all of them healthy", ofSeconds(90), () -> healthy() == COUNT);
        cluster.stop(A);
        assertThat(cluster.processes(A)).isEmpty();
    }

    /** One process of each, and none of those. */
    private void awaitAll(Set<Long> gone) {
        TestCluster.eventually("each of %d runs once".formatted(COUNT), ofSeconds(90), () -> {
            var running = Sleepers.running(cluster);
            return running.keySet().equals(Set.copyOf(Sleepers.names(COUNT)))
                    && running.values().stream().allMatch(pids -> pids.size() == 1)
                    && running.values().stream().flatMap(List::stream).noneMatch(gone::contains);
        });
    }

    private long healthy() {
        var healthy = 0;
        for (var row : cluster.mon(A).path("processes")) {
            if (row.path("status").asText().equals("HEALTHY")) {
                healthy++;
            }
        }
        return healthy;
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
}
