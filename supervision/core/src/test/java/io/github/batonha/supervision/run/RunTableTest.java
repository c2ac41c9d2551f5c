package io.github.batonha.supervision.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.os.OsProcess;
import io.github.batonha.supervision.os.ProcStat;
import io.github.batonha.supervision.os.ProcessTable;
import io.github.batonha.supervision.os.Signal;
import io.github.batonha.test.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunTableTest extends RunsTest {

    private static final String STUBBORN = "trap '' TERM; while :; do sleep 0.1; done";

    @Test
    void givenARunThatWasAskedToEnd_whenItHasEnded_thenThatIsNoFailureOfTheNextAgentEither() throws Exception {
        var run = start("A", "exec sleep 600");
        var left = start("B", "exec sleep 600");
        table.noteAsked(run);
        table.terminate(run);
        Await.until("it is gone", () -> table.isGone(run));
        assertThat(table.ended("A", 0)).isEmpty();

        table.close();
        table = RunTable.open(folder.resolve("run"), InstantSource.system());

        assertThat(table.live()).containsExactly(left);
        assertThat(table.ended("A", 0)).isEmpty();
    }

    @Test
    void givenATableThatIsClosed_whenAStartComesLate_thenItIsRefused() {
        var spawner = table.localSpawner();

        table.close();

        assertThat(spawner.start(request("A", "exec sleep 600"))).isInstanceOf(StartResult.Refused.class);
    }

    @Test
    void givenRuns_whenSomeAreTerminatedAhead_thenTheyAreAskedOnceAndTheirEndIsNoFailureOfTheNextAgentEither()
            throws Exception {
        var run = start("A", "exec sleep 600");
        var forks = start("FORKS", "sleep 600 & exec sleep 600");
        var left = start("B", "exec sleep 600");

        table.terminateAhead(Set.of("A"));
        Await.until("A is gone", () -> table.isGone(run));
        table.terminateAhead(Set.of("A", "FORKS"));
        Await.until("FORKS is gone", () -> table.isGone(forks));
        assertThat(table.isAsked(run)).isTrue();
        assertThat(table.isAsked(left)).isFalse();
        replaceAgent();

        assertThat(table.live()).containsExactly(left);
        assertThat(table.ended("A", 0)).isEmpty();
        assertThat(table.ended("FORKS", 0)).isEmpty();
    }

    @Test
    void givenARunThatWasTerminatedAhead_whenItsOwnTurnComes_thenItIsNotAskedTwice() throws Exception {
        var run = start("A", "trap 'echo asked' TERM; echo ready; while :; do sleep 0.02; done");
        var log = folder.resolve("out.log");
        Await.until("it listens", () -> linesOf(log).contains("ready"));

        table.terminateAhead(Set.of("A"));
        table.terminate(run);
        Await.until("it was asked", () -> linesOf(log).contains("asked"));
        table.terminateAhead(Set.of("A"));
        assertThat(linesOf(log)).containsExactly("ready", "asked");

        table.terminate(run);
        Await.until("it is asked again", () -> linesOf(log).equals(List.of("ready", "asked", "asked")));
    }

    @Test
    void givenAProgramBesideARun_whenTheRunIsTerminatedAhead_thenTheProgramIsAskedToo() throws Exception {
        var run = start("A", "exec sleep 600");
        var beside = table.startAuxiliary(run, request("A", "exec sleep 600"));

        table.terminateAhead(Set.of("A"));

        assertThat(beside.get(30, TimeUnit.SECONDS)).isEqualTo(new Exit.Killed(15));
        Await.until("A is gone", () -> table.isGone(run));
    }

    private static List<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void givenARun_whenItsMainProcessEnds_thenTheExitIsToldAndItIsGone() throws Exception {
        var run = start("A", "exit 4");

        assertThat(exitOf(run)).isEqualTo(new Exit.Status(4));
        Await.until("it is gone", () -> table.isGone(run));
        assertThat(table.live()).isEmpty();
        assertThat(exitOf(run)).isEqualTo(new Exit.Unknown());
    }

    @Test
    void givenNothingThatOutlivedTheAgent_whenItIsReplaced_thenTheNodeStartsAnew() throws Exception {
        var run = start("A", "exit 4");
        exitOf(run);
        Await.until("it is gone", () -> table.isGone(run));

        replaceAgent();

        assertThat(table.ended("A", 0)).isEmpty();
        assertThat(records()).isEmpty();
    }

    @Test
    void givenARunThatEndedBesideAnother_whenTheAgentIsReplaced_thenItIsKnownUntilForgotten() throws Exception {
        start("B", "exec sleep 1000");
        var run = start("A", "exit 4");
        exitOf(run);
        Await.until("it is gone", () -> table.isGone(run));
        assertThat(table.ended("A", 0)).contains(new Exit.Status(4));
        assertThat(table.ended("A", 5)).isEmpty();

        replaceAgent();

        assertThat(table.ended("A", 0)).contains(new Exit.Unknown());
        table.forgetEnded();
        assertThat(table.ended("A", 0)).isEmpty();
        assertThat(records()).hasSize(1);
    }

    @Test
    void givenARun_whenAnotherIsStarted_thenTheFirstIsAnswered() {
        var run = start("A", "exec sleep 1000");

        assertThat(table.localSpawner().start(request("A", "true"))).isEqualTo(new StartResult.AlreadyRuns(run));
    }

    @Test
    void givenChildrenLeftBehind_whenTheMainProcessEnded_thenItIsGoneOnlyAfterThem() throws Exception {
        var run = start(
                "A", "(%s) & (setsid sh -c '%s') & sleep 0.3".formatted(STUBBORN, STUBBORN.replace("''", "\"\"")));
        exitOf(run);
        table.terminate(run);

        assertThat(table.isGone(run)).isFalse();
        assertThat(table.localSpawner().start(request("A", "true"))).isEqualTo(new StartResult.AlreadyRuns(run));
        table.kill(run);
        Await.until("it is gone", () -> table.isGone(run));
        assertThat(table.localSpawner().start(request("A", "exec sleep 1000"))).isInstanceOf(StartResult.Started.class);
    }

    @Test
    void givenALaterRight_whenTheEarlierOneIsUsed_thenNothingStarts() {
        var earlier = table.localSpawner();
        var later = table.localSpawner();

        assertThat(earlier.start(request("A", "exec sleep 1000"))).isInstanceOf(StartResult.Refused.class);
        assertThat(later.start(request("A", "exec sleep 1000"))).isInstanceOf(StartResult.Started.class);
    }

    @Test
    void givenARun_whenTheAgentIsReplaced_thenItIsAdoptedWithAllThatWasRecorded() throws Exception {
        var run = start("A", "exec sleep 1000");

        replaceAgent();

        assertThat(table.live()).containsExactly(run);
        assertThat(main(run).signal(Signal.KILL)).isTrue();
        exitOf(run);
        Await.until("it is gone", () -> table.isGone(run));
    }

    @Test
    void givenNoRecord_whenTheAgentIsReplaced_thenTheRunIsFoundByItsMarks() throws Exception {
        var run = start("A", "sleep 1000; true");
        Await.until(
                "the child is there",
                () -> ProcessTable.read().sessionOf(main(run)).size() == 2);
        for (var record : records()) {
            Files.delete(record);
        }

        replaceAgent();

        assertThat(table.live()).singleElement().satisfies(found -> {
            assertThat(found.id()).isEqualTo(run.id());
            assertThat(found.pid()).isEqualTo(run.pid());
            assertThat(found.startTicks()).isEqualTo(run.startTicks());
            assertThat(found.startedAt())
                    .isBetween(run.startedAt().minusSeconds(2), run.startedAt().plusSeconds(2));
        });
    }

    @Test
    void givenABrokenRecord_whenTheAgentIsReplaced_thenTheMarksAreBelieved() throws Exception {
        var run = start("A", "exec sleep 1000");
        Files.writeString(records().getFirst(), "process=A\npid=no number\nboot=");

        replaceAgent();

        assertThat(table.live()).extracting(Run::id).containsExactly(run.id());
    }

    @Test
    void givenARecordOfARecycledPid_whenTheAgentIsReplaced_thenTheStrangerIsLeftAlone() throws Exception {
        start("B", "exec sleep 1000");
        var self = ProcStat.of(ProcessHandle.current().pid()).orElseThrow();
        var stranger = new Run("A", "some-id", self.pid(), self.startTicks() - 5, 0, Instant.now(), 0);
        RunRecord.write(folder.resolve("run/runs"), stranger, io.github.batonha.supervision.os.Host.bootId());

        replaceAgent();

        assertThat(table.live()).extracting(Run::process).containsExactly("B");
        assertThat(table.ended("A", 0)).isPresent();
    }

    @Test
    void givenARecordOfAnotherBoot_whenTheAgentIsReplaced_thenItIsNotBelieved() throws Exception {
        var stat = ProcStat.of(ProcessHandle.current().pid()).orElseThrow();
        var old = new Run("A", "some-id", stat.pid(), stat.startTicks(), 0, Instant.now(), 0);
        RunRecord.write(folder.resolve("run/runs"), old, "another-boot");

        replaceAgent();

        assertThat(table.live()).isEmpty();
        assertThat(table.ended("A", 0)).isEmpty();
    }

    @Test
    void givenOnlyAChildIsLeft_whenTheAgentIsReplaced_thenTheRunIsStillLive() throws Exception {
        var run = start("A", "(%s) & sleep 1000".formatted(STUBBORN));
        Await.until(
                "the children are there",
                () -> ProcessTable.read().sessionOf(main(run)).size() >= 3);
        table.close();
        assertThat(main(run).signal(Signal.KILL)).isTrue();

        table = RunTable.open(folder.resolve("run"), InstantSource.system());

        assertThat(table.live()).containsExactly(run);
        exitOf(run);
        assertThat(table.isGone(run)).isFalse();
        table.kill(run);
        Await.until("it is gone", () -> table.isGone(run));
    }

    @Test
    void givenPrimaryOnlyProcesses_whenTheyAreEnded_thenTermComesBeforeKill() throws Exception {
        var spawner = table.primaryOnlySpawner(5);
        var run = started(
                spawner.start(request("P", "trap 'echo term > term; exit 0' TERM; while :; do sleep 0.05; done")));
        var local = start("A", "exec sleep 1000");
        Await.until(
                "the trap is set",
                () -> ProcessTable.read().sessionOf(main(run)).size() == 2);

        table.endPrimaryOnly(0, Duration.ofSeconds(10));

        assertThat(main(run).isAlive()).isFalse();
        assertThat(folder.resolve("term")).exists();
        assertThat(table.live()).containsExactly(local);
    }

    @Test
    void givenBusyAndIdleRuns_whenSampled_thenTheWholeSessionCounts() {
        var busy = start("A", "while :; do :; done & wait");
        var idle = start("B", "exec sleep 1000");
        var sampler = new UsageSampler(System::nanoTime, Duration.ZERO);
        sampler.sample(table.live());

        Await.until("A is seen to be busy", () -> {
            var usage = sampler.sample(List.of(busy, idle));
            return usage.getOrDefault("A", Usage.NONE).cpu() > 10
                    && usage.getOrDefault("B", Usage.NONE).cpu() < 5
                    && usage.getOrDefault("B", Usage.NONE).memory() > 0;
        });
    }

    private Run start(String process, String script) {
        return started(table.localSpawner().start(request(process, script)));
    }

    private StartRequest request(String process, String script) {
        return new StartRequest(
                process,
                List.of(),
                List.of("sh", "-c", script),
                Map.of("PATH", "/usr/bin:/bin"),
                folder,
                folder.resolve("out.log"),
                folder.resolve("err.log"),
                3,
                () -> LaunchDigest.UNKNOWN);
    }

    private List<Path> records() throws IOException {
        try (var files = Files.list(folder.resolve("run/runs"))) {
            return files.toList();
        }
    }

    private Exit exitOf(Run run) throws Exception {
        var exit = new CompletableFuture<Exit>();
        table.onExit(run, exit::complete);
        return exit.get(10, TimeUnit.SECONDS);
    }

    private static OsProcess main(Run run) {
        return new OsProcess(run.pid(), run.startTicks());
    }
}
