package io.github.batonha.actors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.actors.launch.LastLooks;
import io.github.batonha.actors.process.Display;
import io.github.batonha.supervision.probe.Check;
import io.github.batonha.supervision.probe.Probe;
import io.github.batonha.supervision.probe.Probes;
import io.github.batonha.supervision.probe.Timing;
import io.github.batonha.supervision.spec.GroupStrategy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Real processes that are ready or work only if others find so, or if they say so themselves. */
class ProbesTest extends NodeTest {

    private static final Duration OFTEN = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Probe NONE = Probes.standard(0).liveness();
    private static final String SLEEPS = "exec sleep 600";

    /** As any program that speaks sd_notify. */
    private static final String BEATS = """
            import os, socket, time
            def say(text):
                with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
                    try: s.sendto(text.encode(), os.environ["NOTIFY_SOCKET"])
                    except OSError: pass
            say("READY=1\\nSTATUS=with 3 users")
            while not os.path.exists("hangs"):
                say("WATCHDOG=1")
                time.sleep(0.2)
            time.sleep(600)
            """;

    /** A child says more than its parent, until that speaks itself. */
    private static final String CHILD = """
            import os, socket, time
            def say(text):
                with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
                    s.sendto(text.encode(), os.environ["NOTIFY_SOCKET"])
            if os.fork() == 0:
                for text in ("READY=1", "STOPPING=1", "WATCHDOG=1"): say(text)
                with open("said", "w") as f: f.write("stopping")
                time.sleep(600)
            while not os.path.exists("go"): time.sleep(0.05)
            say("READY=1\\nSTATUS=by the parent")
            time.sleep(600)
            """;

    private static final Path PYTHON = Path.of("/usr/bin/python3");

    @Test
    void givenAProgramThatTellsReadiness_whenItFails_thenMonSaysWhyAndItIsReadyWhenItDoesNot() throws Exception {
        node.with(node.sh("A", SLEEPS)
                .with(ready(new Check.Exec(List.of("sh", "-c", "test -e ready || { echo no table; exit 7; }")))));
        node.locals();

        node.await(
                "it says why",
                () -> node.statusOf("A").message().equals("not ready: exec sh: exit status 7: no table"));
        assertThat(node.statusOf("A").status()).isEqualTo(ProcessState.RUNNING);
        Files.createFile(node.file("ready"));

        assertThat(node.await("A", ProcessState.HEALTHY).message()).isEmpty();
    }

    @Test
    void givenAProgramThatTakesTooLong_whenLookedAt_thenItIsKilledWithWhatItStarted() throws Exception {
        node.with(node.sh("A", SLEEPS)
                .with(new Probes(
                        new Probe(
                                new Check.Exec(List.of("sh", "-c", "sleep 600 & echo $! >> looks; wait")),
                                new Timing(Duration.ZERO, Duration.ofSeconds(2), Duration.ofSeconds(1), 1, 1)),
                        Duration.ZERO,
                        NONE,
                        Duration.ZERO,
                        false)));
        node.locals();

        node.await("it took too long", () -> node.statusOf("A").message().contains("took longer than 1000 ms"));
        awaitFirstLookGone();
    }

    @Test
    void givenAProgramThatWritesWithoutEnd_whenLookedAt_thenNothingOfItIsOnTheDisk() throws Exception {
        node.with(node.sh("A", SLEEPS)
                .with(new Probes(
                        new Probe(
                                new Check.Exec(List.of("sh", "-c", "echo $$ >> looks; exec yes")),
                                new Timing(Duration.ZERO, OFTEN, Duration.ofSeconds(1), 1, 1)),
                        Duration.ZERO,
                        NONE,
                        Duration.ZERO,
                        false)));
        node.locals();

        node.await(
                "there was more than one look", () -> node.read("looks").lines().count() > 1);

        assertThat(bytesIn(node.runDirectory().resolve("probes"))).isLessThan(64 << 10);
        awaitFirstLookGone();
    }

    @Test
    void givenAProgramThatWritesMuch_whenItFails_thenTheLastLineOfItIsShown() {
        node.with(node.sh("A", SLEEPS)
                .with(ready(new Check.Exec(List.of("sh", "-c", "seq 1 200000; echo no table >&2; exit 7")))));
        node.locals();

        node.await(
                "it says why",
                () -> node.statusOf("A").message().equals("not ready: exec sh: exit status 7: no table"));
    }

    @Test
    void givenAProgramThatLeavesSomethingBehind_whenLookedAt_thenThatIsKilled() {
        node.with(
                node.sh("A", SLEEPS).with(ready(new Check.Exec(List.of("sh", "-c", "sleep 600 & echo $! >> looks")))));
        node.locals();

        node.await("A", ProcessState.HEALTHY);
        awaitFirstLookGone();
    }

    @Test
    void givenALineInItsLog_whenItComes_thenItIsReadyAndStaysSoWithTheNextAgent() throws Exception {
        node.with(node.sh("A", "while ! test -e go; do sleep 0.05; done; echo '10:00 Started in 5 ms'; " + SLEEPS)
                .with(ready(new Check.LogLine("Started in \\d+ ms"))));
        node.locals();
        node.await("it says why", () -> node.statusOf("A").message().contains("no such line"));

        Files.createFile(node.file("go"));
        var pid = node.await("A", ProcessState.HEALTHY).pid();
        node.await("it is kept", () -> node.read("run/NodeA/probes/A").contains("ready=true"));
        Files.writeString(folder.resolve("logs/NodeA/A.log"), "");
        node.restartAgent();
        node.locals();

        assertThat(node.await("A", ProcessState.HEALTHY).pid()).isEqualTo(pid);
    }

    @Test
    void givenItSaysReadyAndBeats_whenTheAgentIsReplaced_thenItLivesOnUntilItBeatsNoMore() throws Exception {
        assumeThat(PYTHON).exists();
        node.with(node.withArgv(node.sh("A", ""), PYTHON.toString(), "-c", BEATS)
                .with(new Probes(probe(new Check.Notified()), Duration.ZERO, NONE, Duration.ofSeconds(8), true)));
        node.locals();
        var first = node.await("A", ProcessState.HEALTHY);
        node.await("it says what it does", () -> node.statusOf("A").message().equals("with 3 users"));

        node.restartAgent();
        node.locals();
        assertThat(node.await("A", ProcessState.HEALTHY).pid()).isEqualTo(first.pid());
        assertThat(node.statusOf("A").restarts()).isZero();

        Files.createFile(node.file("hangs"));
        node.await("it is another run", () -> node.statusOf("A").restarts() > 0);
        assertThat(evidence()).isNotEmpty();
    }

    @Test
    void givenAChildThatSpeaksForItsParent_whenOnlyTheMainProcessMay_thenItIsNotHeardAndMonSaysSo() throws Exception {
        assumeThat(PYTHON).exists();
        node.with(node.withArgv(node.sh("A", ""), PYTHON.toString(), "-c", CHILD)
                .with(new Probes(probe(new Check.Notified()), Duration.ZERO, NONE, Duration.ZERO, true)));
        node.locals();
        node.await(
                "it says who spoke",
                () -> node.statusOf("A")
                        .message()
                        .matches("not ready: READY=1 came from pid \\d+, not from its main process \\d+: .*"));
        assertThat(node.statusOf("A").status()).isEqualTo(ProcessState.RUNNING);

        Files.createFile(node.file("go"));

        assertThat(node.await("A", ProcessState.HEALTHY).message()).isEqualTo("by the parent");
        assertThat(node.statusOf("A").restarts()).isZero();
    }

    @Test
    void givenAChildThatSaysStopping_whenAllMaySpeak_thenItIsReadyByItsChildAndNobodyEndsIt() throws Exception {
        assumeThat(PYTHON).exists();
        node.with(node.withArgv(node.sh("A", ""), PYTHON.toString(), "-c", CHILD)
                .with(new Probes(probe(new Check.Notified()), Duration.ZERO, NONE, Duration.ZERO, true)
                        .with(Probes.Access.ALL)));
        node.locals();

        var first = node.await("A", ProcessState.HEALTHY);
        node.await("its child went on", () -> node.read("said").contains("stopping"));
        Files.createFile(node.file("go"));
        node.await("it is heard still", () -> node.statusOf("A").message().equals("by the parent"));

        assertThat(node.statusOf("A").pid()).isEqualTo(first.pid());
        assertThat(node.statusOf("A").restarts()).isZero();
    }

    @Test
    void givenAProcessThatHangs_whenLivenessFails_thenEvidenceIsTakenAndItIsRestarted() throws Exception {
        node.with(node.sh("A", "echo last line; " + SLEEPS)
                .with(new Probes(
                        Probes.standard(0).readiness(),
                        Duration.ZERO,
                        new Probe(
                                new Check.Exec(List.of("sh", "-c", "! grep -qx $BATON_PID hangs")),
                                new Timing(Duration.ZERO, OFTEN, LONG, 1, 2)),
                        Duration.ZERO,
                        false)));
        node.locals();
        var first = node.await("A", ProcessState.HEALTHY);

        Files.writeString(node.file("hangs"), first.pid() + "\n");

        node.await("it is another run", () -> node.statusOf("A").restarts() == 1);
        assertThat(node.deps().lastLooks().times())
                .containsOnlyKeys(new LastLooks.Looked("A", LastLooks.Kind.LIVENESS))
                .allSatisfy((_, time) -> assertThat(time).isPositive());
        var status = node.await("A", ProcessState.HEALTHY);
        assertThat(status.message())
                .startsWith("last run: liveness exec sh failed 2 times in a row: exec sh: exit status 1")
                .contains("evidence in logs/NodeA/evidence/A-")
                .contains("then killed by SIGTERM");
        assertThat(evidence()).singleElement().satisfies(taken -> {
            assertThat(Files.readString(taken.resolve("last.log"))).isEqualTo("last line\n");
            assertThat(Files.readString(taken.resolve("kernel.txt"))).contains("State:");
            assertThat(node.events())
                    .filteredOn(NodeEvent.EvidenceTaken.class::isInstance)
                    .singleElement()
                    .isInstanceOfSatisfying(NodeEvent.EvidenceTaken.class, told -> {
                        assertThat(told.process()).isEqualTo("A");
                        assertThat(told.run()).isEqualTo(runOf(first.pid()));
                        assertThat(told.path())
                                .isEqualTo(folder.relativize(taken).toString());
                        assertThat(told.text())
                                .startsWith("liveness exec sh failed 2 times in a row")
                                .endsWith(taken.getFileName() + ": kernel.txt, last.log");
                    });
        });
    }

    @Test
    void givenAGroup_whenOneOfItFailsItsLiveness_thenItStillSaysWhy() throws Exception {
        var alive = new Probe(
                new Check.Exec(List.of("sh", "-c", "! grep -qx $BATON_PID hangs")),
                new Timing(Duration.ZERO, OFTEN, LONG, 1, 2));
        var strategy = GroupStrategy.ONE_FOR_ALL;
        node.with(
                TestNode.in("TOGETHER", strategy, node.sh("A", SLEEPS))
                        .with(new Probes(Probes.standard(0).readiness(), Duration.ZERO, alive, Duration.ZERO, false)),
                TestNode.in("TOGETHER", strategy, node.sh("B", SLEEPS)));
        node.locals();
        var first = node.await("A", ProcessState.HEALTHY);
        node.await("B", ProcessState.HEALTHY);

        Files.writeString(node.file("hangs"), first.pid() + "\n");

        node.await(
                "both are other runs",
                () -> node.statusOf("A").restarts() == 1 && node.statusOf("B").restarts() == 1);
        assertThat(node.await("A", ProcessState.HEALTHY).message())
                .startsWith("last run: liveness exec sh failed 2 times in a row")
                .contains("evidence in logs/NodeA/evidence/A-");
        assertThat(node.await("B", ProcessState.HEALTHY).message()).contains("because A of its group failed");
    }

    @Test
    void givenOldEvidenceWithFoldersInIt_whenMoreIsTaken_thenItIsTakenAndTheOldestIsGone() throws Exception {
        for (var old = 0; old < 6; old++) {
            node.write("logs/NodeA/evidence/A-20200101-00000%d-000/more/file".formatted(old));
        }
        node.with(node.sh("A", "echo last line; " + SLEEPS)
                .with(new Probes(probe(new Check.Notified()), Duration.ofMillis(300), NONE, Duration.ZERO, true)));
        node.locals();

        node.await("it is another run", () -> node.statusOf("A").restarts() > 0);

        assertThat(evidence())
                .anySatisfy(taken -> assertThat(taken.resolve("kernel.txt")).exists());
        assertThat(node.file("logs/NodeA/evidence/A-20200101-000000-000")).doesNotExist();
    }

    @Test
    void givenAServerThatHangs_whenLookedAtByHttp_thenItFailsThoughItsPortAccepts() throws Exception {
        try (var hangs = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var timing = new Timing(Duration.ZERO, OFTEN, Duration.ofMillis(100), 1, 2);
            var http = new Check.Http(hangs.getLocalPort(), "/live", List.of(new Check.Statuses(200, 399)));
            node.with(node.sh("A", SLEEPS)
                    .with(new Probes(
                            new Probe(new Check.Tcp(hangs.getLocalPort()), timing),
                            Duration.ZERO,
                            new Probe(http, timing),
                            Duration.ZERO,
                            false)));
            node.locals();

            node.await("it failed", () -> node.statusOf("A").message().contains("no answer from port"));
            node.await("it is another run", () -> node.statusOf("A").restarts() > 0);
        }
    }

    @Test
    void givenALimitForTheStart_whenItIsNotReady_thenItIsTriedAgain() {
        node.with(node.sh("A", SLEEPS)
                .with(new Probes(probe(new Check.Notified()), Duration.ofMillis(300), NONE, Duration.ZERO, true)));
        node.locals();

        node.await("it is another run", () -> node.statusOf("A").restarts() > 0);
        node.await("it says why", () -> node.statusOf("A").message().contains("not ready within 300 ms"));
    }

    @Test
    void givenProbes_whenAskedWhatIsMonitored_thenItIsWhatTellsReadiness() {
        var process = node.sh("A", SLEEPS);
        var http = new Check.Http(8005, "/ready", List.of(new Check.Statuses(200, 399)));

        assertThat(Display.monitor(process, ProcessState.HEALTHY)).isEqualTo("alive for 1 s: yes");
        assertThat(Display.monitor(process.with(ready(new Check.Tcp(8005))), ProcessState.RUNNING))
                .isEqualTo("port 8005 not ready");
        assertThat(Display.monitor(process.with(ready(http)), ProcessState.HEALTHY))
                .isEqualTo("http 8005 /ready: ready");
        assertThat(Display.monitor(process.with(ready(new Check.Notified())), ProcessState.RUNNING))
                .isEqualTo("notify: not ready");
    }

    private void awaitFirstLookGone() {
        node.await("there was a look", () -> node.read("looks").contains("\n"));
        var look = Long.parseLong(node.read("looks").lines().findFirst().orElseThrow());
        node.await("it is gone", () -> ProcessHandle.of(look).isEmpty());
    }

    /** By what was told when it began. */
    private String runOf(@Nullable Long pid) {
        return node.events().stream()
                .filter(event -> event instanceof NodeEvent.RunBegun begun && Objects.equals(begun.pid(), pid))
                .map(event -> ((NodeEvent.RunBegun) event).run())
                .findFirst()
                .orElseThrow();
    }

    private static long bytesIn(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (var files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private List<Path> evidence() throws IOException {
        try (var folders = Files.list(folder.resolve("logs/NodeA/evidence"))) {
            return folders.toList();
        }
    }

    private static Probes ready(Check check) {
        return new Probes(probe(check), Duration.ZERO, NONE, Duration.ZERO, false);
    }

    private static Probe probe(Check check) {
        return new Probe(check, new Timing(Duration.ZERO, OFTEN, LONG, 1, 3));
    }
}
