package io.github.batonha.actors.primary;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.conf.model.FenceCommand;
import io.github.batonha.supervision.os.ProcStat;
import io.github.batonha.supervision.os.ProcessTable;
import io.github.batonha.supervision.primary.model.FenceResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fence commands as real processes. */
class FenceRunTest {

    private static final Map<String, String> VARIABLES =
            Map.of("BATON_FENCE_TARGET", "NodeA", "BATON_FENCE_ADDRESS", "10.0.0.1");

    @TempDir
    private Path home;

    private FenceResult run(Duration within, String script, String... arguments) throws IOException {
        var file = Files.writeString(home.resolve("fence"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        var argv = new ArrayList<>(List.of("./fence"));
        argv.addAll(List.of(arguments));
        return new FenceRun(new FenceCommand(argv, within), home, VARIABLES).run();
    }

    @Test
    void givenACommandThatExitsWithZero_whenRun_thenTheHostIsOff() throws IOException {
        var result = run(
                Duration.ofSeconds(20),
                "[ \"$1 $BATON_FENCE_TARGET $BATON_FENCE_ADDRESS\" = 'a  b NodeA 10.0.0.1' ]",
                "a  b");

        assertThat(result).isInstanceOf(FenceResult.Off.class);
    }

    @Test
    void givenACommandThatFails_whenRun_thenItsStatusAndTheEndOfItsOutputAreTold() throws IOException {
        var result = run(
                Duration.ofSeconds(20),
                "i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done; echo no such outlet >&2; exit 7");

        assertThat(result).isInstanceOfSatisfying(FenceResult.Failed.class, failed -> {
            assertThat(failed.why()).contains("exit status 7");
            assertThat(failed.output()).endsWith("no such outlet").hasSizeLessThanOrEqualTo(4000);
        });
    }

    @Test
    void givenACommandThatHangs_whenItsTimeIsOver_thenItIsKilledWithAllThatItStarted() throws IOException {
        var result = run(
                Duration.ofSeconds(4),
                "(setsid sleep 1000 & echo $! > orphan); sleep 1000 & echo $! > child; echo waiting; wait");

        assertThat(result).isInstanceOfSatisfying(FenceResult.Failed.class, failed -> {
            assertThat(failed.why()).contains("did not end within 4.0 s and was killed");
            assertThat(failed.output()).isEqualTo("waiting");
        });
        // One that has ended counts as gone, whether or not somebody has waited for it.
        var alive = ProcessTable.read().all().stream().map(ProcStat::pid).toList();
        assertThat(List.of("orphan", "child"))
                .allSatisfy(name -> assertThat(alive).doesNotContain(pid(name)));
    }

    private long pid(String name) throws IOException {
        return Long.parseLong(Files.readString(home.resolve(name)).strip());
    }

    @Test
    void givenAChildThatKeepsTheOutputOpen_whenTheCommandHasEnded_thenItIsNotWaitedFor() throws IOException {
        var result = run(Duration.ofSeconds(60), "sleep 1000 & echo $! > child; exit 0");
        var child = ProcessHandle.of(pid("child"));

        assertThat(result).isInstanceOf(FenceResult.Off.class);
        assertThat(child).isPresent();
        child.ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void givenNoProgram_whenRun_thenItFailsAndTheObstacleIsNamedBefore() {
        var command = new FenceCommand(List.of("fence/none"), Duration.ofSeconds(1));

        assertThat(FenceRun.obstacle(command, home))
                .hasValueSatisfying(text ->
                        assertThat(text).contains(home.resolve("fence/none").toString()));
        assertThat(new FenceRun(command, home, Map.of()).run()).isInstanceOf(FenceResult.Failed.class);
    }
}
