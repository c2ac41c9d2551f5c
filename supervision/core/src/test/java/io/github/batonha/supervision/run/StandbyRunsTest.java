package io.github.batonha.supervision.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.client.StandbyPage;
import io.github.batonha.supervision.os.Environ;
import io.github.batonha.supervision.os.OsProcess;
import io.github.batonha.test.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Standbys and their promotion, with programs that need no lease. */
class StandbyRunsTest extends RunsTest {

    private static final LaunchDigest DIGEST = LaunchDigest.of(List.of("one"), Map.of(), List.of());
    private static final LaunchDigest OTHER = LaunchDigest.of(List.of("other"), Map.of(), List.of());

    @Test
    void givenAStandby_whenPrimaryOnlyProcessesAreEnded_thenItStaysAndIsOfNoEpoch() throws Exception {
        var standby = standby();

        table.endPrimaryOnly(0, Duration.ZERO);

        assertThat(table.live()).containsExactly(standby);
        assertThat(isAlive(standby)).isTrue();
        assertThat(standby.isStandby()).isTrue();
        assertThat(Environ.of(standby.pid()))
                .containsEntry(Marks.PRIMARY_ONLY, "1")
                .containsEntry(StandbyFiles.VARIABLE, page().toString())
                .doesNotContainKey(Marks.EPOCH);
        assertThat(table.hasLiveRunOf(Run.STANDBY)).as("of an epoch to resume").isFalse();
    }

    @Test
    void givenAStandby_whenTheEpochStartsItsProcess_thenItIsPromotedAndWoken() throws Exception {
        var standby = standby();

        var promoted = started(table.primaryOnlySpawner(5).start(request(DIGEST)));

        assertThat(promoted.pid()).isEqualTo(standby.pid());
        assertThat(promoted.id()).isEqualTo(standby.id());
        assertThat(promoted.epoch()).isEqualTo(5);
        assertThat(StandbyPage.order(page())).isEqualTo(5);
        Await.until("it is woken", () -> Files.exists(folder.resolve("woken")));
        assertThat(table.live()).containsExactly(promoted);
        assertThat(table.hasLiveRunOf(5)).isTrue();
    }

    @Test
    void givenAPromotedRun_whenTheAgentIsReplaced_thenTheNextOneKnowsItsEpoch() throws Exception {
        standby();
        var promoted = started(table.primaryOnlySpawner(5).start(request(DIGEST)));

        replaceAgent();

        assertThat(table.live()).containsExactly(promoted);
        assertThat(table.standbyFiles(promoted)).isPresent();
    }

    @Test
    void givenAStandby_whenTheAgentIsReplaced_thenItIsAStandbyStill() throws Exception {
        var standby = standby();

        replaceAgent();
        table.endPrimaryOnly(0, Duration.ZERO);

        assertThat(table.live()).containsExactly(standby);
        assertThat(isAlive(standby)).isTrue();
    }

    @Test
    void givenAPromotedRun_whenItsEpochEnds_thenItEnds() throws Exception {
        var standby = standby();
        started(table.primaryOnlySpawner(5).start(request(DIGEST)));

        table.endPrimaryOnly(0, Duration.ZERO);

        assertThat(table.live()).isEmpty();
        assertThat(isAlive(standby)).isFalse();
    }

    @Test
    void givenAPromotedRunWithoutARecord_whenItsEpochEnds_thenItEndsAllTheSame() throws Exception {
        var standby = standby();
        started(table.primaryOnlySpawner(5).start(request(DIGEST)));
        table.close();
        Files.delete(folder.resolve("run/runs/P.run"));
        table = RunTable.open(folder.resolve("run"), InstantSource.system());
        assertThat(table.hasLiveRunOf(5)).isFalse();

        table.endPrimaryOnly(0, Duration.ZERO);

        assertThat(isAlive(standby)).isFalse();
    }

    @Test
    void givenAPromotedRun_whenItsEpochIsKept_thenItStays() throws Exception {
        standby();
        var promoted = started(table.primaryOnlySpawner(5).start(request(DIGEST)));

        table.endPrimaryOnly(5, Duration.ZERO);

        assertThat(table.live()).containsExactly(promoted);
        assertThat(isAlive(promoted)).isTrue();
    }

    @Test
    void givenAStandbyOfAnOlderDefinition_whenTheEpochStartsItsProcess_thenItEndsAndAnotherOneStarts()
            throws Exception {
        var standby = standby();

        var next = started(table.primaryOnlySpawner(5).start(request(OTHER)));

        assertThat(next.pid()).isNotEqualTo(standby.pid());
        assertThat(isAlive(standby)).isFalse();
        assertThat(StandbyFiles.of(folder.resolve("run"), "P").exist()).isFalse();
        assertThat(table.standbyFiles(next)).as("it did not begin as a standby").isEmpty();
        Await.until(
                "it is executed with its epoch",
                () -> "5".equals(Environ.of(next.pid()).get(Marks.EPOCH)));
        assertThat(Environ.of(next.pid())).doesNotContainKey(StandbyFiles.VARIABLE);
    }

    @Test
    void givenAStandbyThatDoesNotWork_whenTheEpochStartsItsProcess_thenItEndsAndAnotherOneStarts() throws Exception {
        var standby = standby();
        table.noteUnfit(standby);

        var next = started(table.primaryOnlySpawner(5).start(request(DIGEST)));

        assertThat(next.pid()).isNotEqualTo(standby.pid());
        assertThat(isAlive(standby)).isFalse();
    }

    @Test
    void givenAStandbyThatHasNoFifo_whenTheEpochStartsItsProcess_thenItEndsAndAnotherOneStarts() throws Exception {
        var standby = standby();
        Files.delete(Path.of(page() + ".wake"));

        var next = started(table.primaryOnlySpawner(5).start(request(DIGEST)));

        assertThat(next.pid()).isNotEqualTo(standby.pid());
        assertThat(isAlive(standby)).isFalse();
    }

    @Test
    void givenAnEpoch_whenAStandbyStartsLate_thenItIsRefused() {
        var standbys = table.standbySpawner();
        var primaryOnly = table.primaryOnlySpawner(5);

        assertThat(standbys.start(request(DIGEST))).isInstanceOf(StartResult.Refused.class);
        started(primaryOnly.start(request(DIGEST)));
    }

    @Test
    void givenARunOfAnEpoch_whenAStandbyIsToStart_thenItsFilesAreLeftAlone() throws Exception {
        var first = standby();
        started(table.primaryOnlySpawner(5).start(request(DIGEST)));

        var second = table.standbySpawner().start(request(DIGEST));

        assertThat(second).isInstanceOf(StartResult.AlreadyRuns.class);
        assertThat(StandbyPage.order(page())).isEqualTo(5);
        assertThat(isAlive(first)).isTrue();
    }

    private Run standby() throws Exception {
        var run = started(table.standbySpawner().start(request(DIGEST)));
        Await.until("it waits", () -> Files.exists(folder.resolve("waits")));
        return run;
    }

    private Path page() throws IOException {
        return StandbyFiles.of(folder.resolve("run").toRealPath(), "P").page();
    }

    private static boolean isAlive(Run run) {
        return new OsProcess(run.pid(), run.startTicks()).isAlive();
    }

    private StartRequest request(LaunchDigest digest) {
        var script = "exec 3<>\"$BATON_STANDBY.wake\"; touch waits; read -n 1 <&3; touch woken; exec sleep 600";
        return new StartRequest(
                "P",
                List.of(),
                List.of("/bin/bash", "-c", "[ -z \"$BATON_STANDBY\" ] && exec sleep 600; " + script),
                Map.of("PATH", "/usr/bin:/bin"),
                folder,
                folder.resolve("out.log"),
                folder.resolve("err.log"),
                0,
                () -> digest);
    }
}
