package io.github.batonha.supervision.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputPipeTest {

    @TempDir
    private Path folder;

    private final ExitWatch exits = new ExitWatch();
    private final List<OsProcess> started = new ArrayList<>();

    @AfterEach
    void reap() {
        started.forEach(process -> process.signal(Signal.KILL));
        exits.close();
    }

    @Test
    void givenMoreThanIsKept_whenItHasEnded_thenTheLastOfItIsThere() throws Exception {
        try (var pipe = OutputPipe.open()) {
            var exit = exitOf(spawned(pipe, "seq 1 300000; echo wrong >&2"));

            assertThat(exit).isEqualTo(new Exit.Status(0));
            assertThat(text(pipe)).hasSize(4096).endsWith("299999\n300000\nwrong\n");
        }
    }

    @Test
    void givenNothingWritten_whenItHasEnded_thenNothingIsThere() throws Exception {
        try (var pipe = OutputPipe.open()) {
            exitOf(spawned(pipe, "true"));

            assertThat(text(pipe)).isEmpty();
        }
    }

    @Test
    void givenOneThatWritesWithoutEnd_whenItIsNotReadAnyMore_thenItEnds() throws Exception {
        try (var pipe = OutputPipe.open()) {
            var writes = exitTold(spawned(pipe, "exec yes"));

            assertThat(text(pipe)).isNotNull();

            assertThat(writes.get(30, TimeUnit.SECONDS)).isEqualTo(new Exit.Killed(13));
        }
    }

    @Test
    void givenSomethingThatStillHoldsIt_whenEnded_thenItIsNotWaitedFor() throws Exception {
        try (var pipe = OutputPipe.open()) {
            var sleeps = spawned(pipe, "exec sleep 600");
            exitOf(spawned(pipe, "echo said"));

            assertThat(text(pipe)).isEqualTo("said\n");
            assertThat(sleeps.isAlive()).isTrue();
        }
    }

    private static String text(OutputPipe pipe) {
        return new String(pipe.end(), StandardCharsets.UTF_8);
    }

    private OsProcess spawned(OutputPipe pipe, String script) {
        var environment = Map.of("PATH", "/usr/bin:/bin");
        var request =
                new SpawnRequest(List.of(), List.of("sh", "-c", script), environment, folder, pipe.path(), pipe.path());
        var process = ((SpawnResult.Spawned) Spawn.start(request)).process();
        started.add(process);
        return process;
    }

    private CompletableFuture<Exit> exitTold(OsProcess process) throws Exception {
        var exit = new CompletableFuture<Exit>();
        exits.watch(process, exit::complete);
        return exit;
    }

    private Exit exitOf(OsProcess process) throws Exception {
        return exitTold(process).get(30, TimeUnit.SECONDS);
    }
}
