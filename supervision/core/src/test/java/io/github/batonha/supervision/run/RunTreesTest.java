package io.github.batonha.supervision.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.os.Environ;
import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.os.ProcStat;
import io.github.batonha.supervision.os.ProcessTable;
import io.github.batonha.test.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that do not want to end, as an operator meets them. */
class RunTreesTest {

    private static final String STUBBORN = "trap \"\" TERM INT HUP; while :; do sleep 0.05; done";

    @TempDir
    private Path folder;

    private RunTable table;

    @BeforeEach
    void open() throws IOException {
        table = RunTable.open(folder.resolve("run"), InstantSource.system());
    }

    @AfterEach
    void reap() throws Exception {
        for (var run : table.live()) {
            killUntilGone(run);
        }
        table.endPrimaryOnly(0, Duration.ZERO);
        table.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Goes to the background as old daemons do: forks, leads a session, forks again, and the first one
                // ends.
                "setsid sh -c '(%s) & exit 0' & wait; exit 0",
                "setsid sh -c '%s' & exit 0",
                "(%s) & exec sleep 1000",
                "setsid setsid sh -c '(%s) & (%s) & %s' & exec sleep 1000",
                "cd /; exec setsid -w sh -c '%s'"
            })
    void givenAProgramThatHides_whenKilled_thenNothingWithItsMarkIsLeft(String form) {
        var run = start("A", form.replace("%s", STUBBORN));
        Await.until("something stubborn runs", () -> withMarkOf(run).size() >= 2);

        killUntilGone(run);

        assertThat(withMarkOf(run)).isEmpty();
    }

    @Test
    void givenADaemonThatDroppedItsEnvironmentUnseen_whenItWritesTheLog_thenItIsKilled() throws Exception {
        var run = start("A", "(env -i setsid sh -c 'echo $$ > daemon; exec sleep 1000' &); exec sleep 1000");
        var daemon = daemon();

        killUntilGone(run);

        assertThat(ProcStat.of(daemon).filter(ProcStat::isAlive)).isEmpty();
    }

    @Test
    void givenADaemonThatDroppedItsLogAsWell_whenItsRunIsStopped_thenItIsNamedOnce() throws Exception {
        var run =
                start("A", "(env -i setsid sh -c 'echo $$ > daemon; exec sleep 1000' >&- 2>&- <&- &); exec sleep 1000");
        var daemon = daemon();
        try {
            killUntilGone(run);

            assertThat(table.leftBehind().look(run)).contains("pid %d (sleep 1000)".formatted(daemon));
            assertThat(table.leftBehind().last("A")).contains("end it by `kill` if it is of A");
            assertThat(table.leftBehind().look(run)).isEmpty();
        } finally {
            ProcessHandle.of(daemon).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** Once its parent has ended, so that it is a child of this process. */
    private long daemon() throws IOException {
        Await.until(
                "the daemon is there", () -> folder.resolve("daemon").toFile().length() > 0);
        var daemon = Long.parseLong(Files.readString(folder.resolve("daemon")).strip());
        Await.until(
                "it is nobody's",
                () -> ProcStat.of(daemon)
                        .filter(stat -> stat.parent() == ProcessHandle.current().pid())
                        .isPresent());
        return daemon;
    }

    @Test
    void givenAChild_whenMemoryRunsOut_thenItGoesBeforeTheAgent() throws Exception {
        var run = start("A", "exec sleep 1000");

        var own = Integer.parseInt(
                Files.readString(Path.of("/proc/self/oom_score_adj")).strip());
        var child = Integer.parseInt(Files.readString(Path.of("/proc/%d/oom_score_adj".formatted(run.pid())))
                .strip());

        assertThat(child).isGreaterThanOrEqualTo(0).isGreaterThanOrEqualTo(Math.min(1000, own + 100));
    }

    @Test
    void givenADaemonThatDroppedItsEnvironment_whenItWasSeenBefore_thenItIsKilled() throws Exception {
        var run = start("A", "env -i setsid sh -c 'echo $$ > daemon; exec sleep 1000' & exec sleep 1000");
        Await.until(
                "the daemon is there", () -> folder.resolve("daemon").toFile().length() > 0);
        var daemon = Long.parseLong(Files.readString(folder.resolve("daemon")).strip());
        // Looks at all that descends from the run, while the daemon still does.
        table.terminate(run);
        Await.until(
                "the daemon is asked to end",
                () -> ProcStat.of(daemon).filter(ProcStat::isAlive).isEmpty());

        Await.until("it is gone", () -> table.isGone(run));
    }

    @Test
    void givenGrandchildrenThatForkWhileTheyAreKilled_whenKilled_thenNothingIsLeftInTheEnd() throws Exception {
        // Each forks the next one into a session of its own and ends: three chains, no longer than 2000 in all.
        Files.writeString(folder.resolve("link.sh"), """
                [ $1 -gt 0 ] || exit 0
                echo $1 >> links
                setsid sh link.sh $(($1 - 1)) &
                i=0; while [ $i -lt 20 ]; do i=$((i+1)); (:); done
                """);
        var run = start("A", "for chain in 1 2 3; do sh link.sh 600 & done; exec sleep 1000");
        // A link lives for some milliseconds: it may be gone before its mark is read.
        Await.until(
                "it has spread",
                () -> Files.readAllLines(folder.resolve("links")).size() > 3);

        killUntilGone(run);

        assertThat(withMarkOf(run)).isEmpty();
    }

    @Test
    void givenOrphansThatEnd_whenTheAgentInheritedThem_thenNoZombieStays() throws Exception {
        var run = start("A", "for i in 1 2 3 4 5; do (setsid sh -c 'echo $$ >> orphans; sleep 0.2') & done; exit 7");
        var exit = new CompletableFuture<Exit>();
        table.onExit(run, exit::complete);

        assertThat(exit.get(10, TimeUnit.SECONDS)).isEqualTo(new Exit.Status(7));
        Await.until("it is gone", () -> table.isGone(run));
        for (var orphan : Files.readAllLines(folder.resolve("orphans"))) {
            Await.until(
                    "orphan is buried",
                    () -> ProcStat.of(Long.parseLong(orphan)).isEmpty());
        }
    }

    @Test
    void givenAnotherRunsDaemon_whenARunEnds_thenItIsGoneAndTheDaemonLives() throws Exception {
        var other = start("B", "setsid sh -c '%s' & exit 0".formatted(STUBBORN));
        Await.until("the daemon is there", () -> withMarkOf(other).size() >= 1);
        var run = start("A", "exit 0");

        Await.until("it is gone", () -> table.isGone(run));

        assertThat(table.isGone(other)).isFalse();
        assertThat(withMarkOf(other)).isNotEmpty();
    }

    @Test
    void givenAGroup_whenTerminated_thenEachMemberHearsItOnce() throws Exception {
        var run = start(
                "A",
                "trap 'echo main >> heard; exit 0' TERM; sh -c 'trap \"echo child >> heard; exit 0\" TERM; touch ready; "
                        + "while :; do sleep 0.05; done' & while :; do sleep 0.05; done");
        Await.until("the traps are set", () -> folder.resolve("ready").toFile().exists());

        table.terminate(run);

        Await.until("it is gone", () -> table.isGone(run));
        assertThat(Files.readAllLines(folder.resolve("heard"))).containsExactlyInAnyOrder("main", "child");
    }

    private void killUntilGone(Run run) {
        Await.until("run " + run + " is gone", () -> {
            table.kill(run);
            return table.isGone(run);
        });
    }

    private static List<Long> withMarkOf(Run run) {
        return ProcessTable.read().all().stream()
                .map(ProcStat::pid)
                .filter(pid -> run.id().equals(Environ.of(pid).get("BATON_RUN")))
                .toList();
    }

    private Run start(String process, String script) {
        var result = table.localSpawner()
                .start(new StartRequest(
                        process,
                        List.of(),
                        List.of("sh", "-c", script),
                        Map.of("PATH", "/usr/bin:/bin"),
                        folder,
                        folder.resolve("out.log"),
                        folder.resolve("err.log"),
                        0,
                        () -> LaunchDigest.UNKNOWN));
        assertThat(result).isInstanceOf(StartResult.Started.class);
        return ((StartResult.Started) result).run();
    }
}
