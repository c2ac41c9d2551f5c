package io.github.batonha.supervision.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.batonha.supervision.os.Environ;
import io.github.batonha.supervision.os.ProcStat;
import io.github.batonha.supervision.os.ProcessUser;
import io.github.batonha.supervision.os.UserAccount;
import io.github.batonha.test.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our marks in processes of a user who is neither the agent's nor that of the process. */
@Timeout(60)
class ForeignMarksTest {

    private static final long NOBODY = 65534;

    @TempDir
    private Path folder;

    private final List<Process> strangers = new ArrayList<>();
    private RunTable table;

    @BeforeEach
    void open() throws IOException {
        assumeTrue(UserAccount.ownId() == 0, "only root may start processes of other users");
        table = open(Map.of());
    }

    private RunTable open(Map<String, String> users) throws IOException {
        return RunTable.open(folder.resolve("run"), InstantSource.system(), StartHook.NONE, () -> users);
    }

    @AfterEach
    void end() throws Exception {
        for (var stranger : strangers) {
            stranger.destroyForcibly().waitFor();
        }
        if (table != null) {
            table.live().forEach(table::kill);
            table.close();
        }
    }

    @Test
    void givenMarksOfAnotherUser_whenAnAgentBegins_thenItAdoptsNothingAndNamesTheProcess() throws Exception {
        var stranger = stranger("A", "some-run", false, "exec sleep 600");
        table.close();

        table = open(Map.of());

        assertThat(table.live()).isEmpty();
        assertThat(table.ignored()).contains("pid " + stranger.pid(), "uid 65534", "as A");
    }

    @Test
    void givenMarksOfTheUserOfAProcess_whenAnAgentBegins_thenOnlyThatProcessIsAdopted() throws Exception {
        var user = nameOfNobody();
        var right = stranger("A", "one-run", false, "exec sleep 600");
        var wrong = stranger("B", "other-run", false, "exec sleep 600");
        table.close();

        table = open(Map.of("A", user));

        assertThat(table.live()).extracting(Run::pid).containsExactly(right.pid());
        assertThat(table.ignored()).contains("pid " + wrong.pid()).doesNotContain("pid " + right.pid());
    }

    @Test
    void givenPrimaryOnlyMarksOfAnotherUser_whenThePrimaryOnlyAreEnded_thenItIsNotWaitedForThem() throws Exception {
        var stranger = stranger("P", "some-run", true, "trap '' TERM; while :; do sleep 0.1; done");

        table.endPrimaryOnly(0, Duration.ofSeconds(50));

        assertThat(stranger.isAlive()).isTrue();
    }

    @Test
    void givenTheMarkOfARunInAProcessOfAnotherUser_whenTheRunIsKilled_thenItIsGone() throws Exception {
        var started = table.localSpawner().start(request("A"));
        var run = ((StartResult.Started) started).run();
        var stranger = stranger("A", run.id(), false, "exec sleep 600");
        table.close();
        table = open(Map.of());
        assertThat(table.live()).containsExactly(run);

        table.kill(run);

        Await.until("it is gone", () -> table.isGone(run));
        assertThat(stranger.isAlive()).isTrue();
    }

    @Test
    void givenAProcessOfAUser_whenTheDefinitionNamesAnotherAndTheAgentIsReplaced_thenItsForksAreStillOfIt()
            throws Exception {
        var user = nameOfNobody();
        table.close();
        table = open(Map.of("A", user));
        var run = ((StartResult.Started)
                        table.localSpawner().start(request("A", "(setsid sleep 600 &) ; exec sleep 600")))
                .run();
        Await.until("its fork is there", () -> marked(run).size() >= 2);
        table.close();

        table = open(Map.of("A", "root"));

        assertThat(table.live()).containsExactly(run);
        table.kill(run);
        Await.until("it is gone", () -> table.isGone(run));
        assertThat(marked(run)).isEmpty();
    }

    private static List<ProcessHandle> marked(Run run) {
        return ProcessHandle.allProcesses()
                .filter(handle -> run.id().equals(Environ.of(handle.pid()).get(Marks.RUN))
                        && ProcStat.of(handle.pid()).filter(ProcStat::isAlive).isPresent())
                .toList();
    }

    private static String nameOfNobody() {
        assumeTrue(
                UserAccount.named("nobody").filter(user -> user.id() == NOBODY).isPresent(),
                "the host has no user nobody with the usual uid");
        return "nobody";
    }

    private StartRequest request(String process) {
        return request(process, "exec sleep 600", List.of());
    }

    private StartRequest request(String process, String script) {
        return request(process, script, List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    }

    private StartRequest request(String process, String script, List<String> wrapper) {
        return new StartRequest(
                process,
                wrapper,
                List.of("sh", "-c", script),
                Map.of("PATH", "/usr/bin:/bin"),
                folder,
                folder.resolve("out.log"),
                folder.resolve("err.log"),
                0,
                () -> LaunchDigest.UNKNOWN);
    }

    /** Started by this test, but not by the run table: all that it has of a run are the marks. */
    private Process stranger(String process, String run, boolean isPrimaryOnly, String script) throws IOException {
        var builder = new ProcessBuilder(
                "setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "sh", "-c", script);
        var mark = folder.resolve("run").toRealPath();
        builder.environment().putAll(Marks.added(Map.of(), process, run, mark, isPrimaryOnly ? 7 : 0));
        var stranger = builder.start();
        strangers.add(stranger);
        Await.until("it runs as nobody", () -> idOf(stranger) == NOBODY);
        return stranger;
    }

    private static long idOf(Process process) {
        return ProcessUser.of(process.pid());
    }
}
