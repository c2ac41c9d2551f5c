package io.github.batonha.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.conf.model.BatonHome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoProcessesTest {

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();
    private DemoProcesses processes = new DemoProcesses(new BatonHome(Path.of("")), _ -> true);

    @BeforeEach
    void openHome() {
        processes = new DemoProcesses(new BatonHome(folder), time -> {
            LockSupport.parkNanos(time.toNanos());
            return true;
        });
    }

    @AfterEach
    void killStarted() {
        started.forEach(Process::destroyForcibly);
    }

    private Process start(Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder("sleep", "60");
        builder.environment().putAll(environment);
        started.add(builder.start());
        return started.getLast();
    }

    private Process agent(String node) throws IOException {
        return start(Map.of(DemoProcesses.MARKER, folder.toString(), "BATON_NODE", node));
    }

    private Process supervised(String node) throws IOException {
        return start(Map.of("BATON_RUN_DIR", folder.resolve("run").resolve(node).toString(), "BATON_PROCESS", "X"));
    }

    private static boolean hasEnded(Process process) throws InterruptedException {
        return process.waitFor(5, TimeUnit.SECONDS);
    }

    @Test
    void givenTwoNodes_whenOneIsLost_thenAllOfItIsKilledAndNothingElse() throws IOException, InterruptedException {
        var lost = List.of(agent("NodeA"), supervised("NodeA"), supervised("NodeA"));
        var kept = List.of(agent("NodeB"), supervised("NodeB"), start(Map.of()));

        var killed = processes.lose("NodeA");

        assertThat(killed).isEqualTo(2);
        for (var process : lost) {
            assertThat(hasEnded(process)).isTrue();
        }
        assertThat(kept).allMatch(Process::isAlive);
    }

    @Test
    void givenLeftovers_whenAllAreKilled_thenProcessesWithoutAnAgentToo() throws IOException, InterruptedException {
        var orphan = supervised("NodeA");
        var agent = agent("NodeB");
        var stranger = start(Map.of("BATON_RUN_DIR", "/elsewhere/run/NodeA"));

        assertThat(processes.killAll()).isEqualTo(2);

        assertThat(hasEnded(orphan)).isTrue();
        assertThat(hasEnded(agent)).isTrue();
        assertThat(stranger.isAlive()).isTrue();
    }

    @Test
    void givenAgents_whenTheyAreToEnd_thenOnlyTheyGetTheSignal() throws IOException {
        agent("NodeA");
        var supervised = supervised("NodeA");

        processes.terminateAgents();

        assertThat(processes.await(Duration.ofSeconds(5), now -> now.agents().isEmpty()))
                .isTrue();
        assertThat(supervised.isAlive()).isTrue();
    }
}
