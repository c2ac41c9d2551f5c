package io.github.batonha.actors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.supervision.os.OsProcess;
import io.github.batonha.supervision.os.Signal;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.spec.ChildSpec;
import io.github.batonha.supervision.spec.GroupStrategy;
import io.github.batonha.supervision.spec.RestartPolicy;
import io.github.batonha.supervision.spec.RestartRules;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

/** What follows when real processes end by themselves. */
class RestartsTest extends NodeTest {

    private static final String SLEEPS = "exec sleep 600";
    private static final RestartRules THREE = RestartRules.of(RestartPolicy.PERMANENT)
            .withBackoff(Duration.ofMillis(20))
            .withIntensity(3, Duration.ofMinutes(5));

    @Test
    void givenACrashLoop_whenTheLimitIsReached_thenItGivesUpVisiblyUntilSomebodyStartsIt() throws Exception {
        node.with(TestNode.with(
                node.sh("A", "echo ran >> ran; test -e mended && " + SLEEPS + "; echo no database >&2; exit 3"),
                THREE));
        var locals = node.locals();

        node.await("A", ProcessState.ERROR);
        node.await("it says why", () -> node.statusOf("A").message().contains("it last wrote:"));

        var status = node.statusOf("A");
        assertThat(status.message())
                .startsWith("gave up after 3 restarts within 5 min: exit status 3")
                .endsWith("it last wrote: no database");
        assertThat(status.publicMessage())
                .startsWith("last run: exit status 3 at ")
                .doesNotContain("no database");
        assertThat(status.restarts()).isEqualTo(3);
        assertThat(node.read("ran")).isEqualTo("ran\n".repeat(4));

        Files.createFile(node.file("mended"));
        start(locals, "A");
        assertThat(node.await("A", ProcessState.HEALTHY).restarts()).isEqualTo(3);
    }

    @Test
    void givenAGiveUp_whenTheAgentIsKilled_thenTheNextOneStillShowsIt() throws Exception {
        node.with(TestNode.with(node.sh("A", "echo ran >> ran; echo bad >&2; exit 3"), THREE));
        node.locals();
        node.await("A", ProcessState.ERROR);
        node.await("A says why", () -> node.statusOf("A").message().contains("it last wrote:"));
        node.await(
                "it is kept",
                () -> node.read("run/NodeA/past/A.past").contains("gave up after 3 restarts")
                        && node.read("run/NodeA/past/A.past").contains("it last wrote:"));
        var message = node.statusOf("A").message();
        awaitKept("GaveUp");

        node.restartAgent();
        node.locals();

        var status = node.await("A", ProcessState.ERROR);
        assertThat(status.message()).isEqualTo(message);
        assertThat(status.restarts()).isEqualTo(3);
        assertThat(node.read("ran")).isEqualTo("ran\n".repeat(4));
    }

    @Test
    void givenABackoff_whenTheAgentIsKilled_thenTheNextOneGoesOnWaitingAndCounting() throws Exception {
        node.with(TestNode.with(
                node.sh("A", "echo ran >> ran; exit 3"),
                RestartRules.of(RestartPolicy.PERMANENT).withBackoff(Duration.ofSeconds(30))));
        node.locals();
        node.await("A backs off", () -> node.statusOf("A").message().contains("started again at"));
        awaitKept("BackingOff");
        var before = node.statusOf("A");

        node.restartAgent();
        node.locals();

        node.await("A backs off again", () -> node.statusOf("A").message().equals(before.message()));
        assertThat(node.statusOf("A").restarts()).isEqualTo(1);
        assertThat(node.read("ran")).isEqualTo("ran\nran\n");
    }

    /** B comes to its end so late that the agent dies between the end of A and its start. */
    @Test
    void givenATemporaryProcessThatIsRestartedByHand_whenTheAgentIsKilledMeanwhile_thenTheNextOneStartsIt()
            throws Exception {
        node.with(
                node.sh("B", "trap '' TERM; while :; do sleep 0.1; done"),
                node.spec("A", false, RestartPolicy.TEMPORARY, "echo ran >> ran; exec sleep 1000", "B"));
        var locals = node.locals();
        node.await("A", ProcessState.HEALTHY);
        locals.tell(new LocalProcesses.Operate(
                TestNode.operation(Operation.Action.RESTART, Operation.Scope.GROUP, "GROUP"),
                node.probe(OperationReply.class).getRef()));
        node.await("A has ended", () -> node.runs().live("A").isEmpty());

        node.restartAgent();
        node.locals();

        assertThat(node.await("A", ProcessState.HEALTHY).restarts()).isZero();
        assertThat(node.read("ran")).isEqualTo("ran\nran\n");
    }

    @Test
    void givenTransient_whenItEnds_thenOnlyAFailureIsFollowedByARestart() {
        var rules = RestartRules.of(RestartPolicy.TRANSIENT).withBackoff(Duration.ofMillis(20));
        node.with(TestNode.with(node.sh("A", "test -e once && exit 0; touch once; exit 3"), rules));

        node.locals();

        var status = node.await("A", ProcessState.DONE);
        assertThat(status.message()).isEqualTo("exit status 0; it has done its work");
        assertThat(status.restarts()).isEqualTo(1);
    }

    @Test
    void givenOneForAll_whenOneIsKilled_thenAllComeBackAfterAllHaveEnded() throws Exception {
        var strategy = GroupStrategy.ONE_FOR_ALL;
        node.with(recording("A", strategy), recording("B", strategy), recording("C", strategy), node.sh("D", SLEEPS));
        var before = pids("A", "B", "C", "D");

        kill(run("B"));

        awaitNew(before, "A", "B", "C");
        assertThat(run("D").pid()).isEqualTo(before.get("D"));
        assertThat(node.statusOf("A").restarts()).isEqualTo(1);
        assertThat(node.statusOf("A").message()).contains("because B of its group failed");
        assertThat(node.read("record").lines().skip(3).limit(2)).containsExactlyInAnyOrder("end A", "end C");
    }

    @Test
    void givenRestForOne_whenOneIsKilled_thenItAndThoseBehindItComeBack() throws Exception {
        var strategy = GroupStrategy.REST_FOR_ONE;
        node.with(recording("A", strategy), recording("B", strategy), recording("C", strategy));
        var before = pids("A", "B", "C");

        kill(run("B"));

        awaitNew(before, "B", "C");
        assertThat(run("A").pid()).isEqualTo(before.get("A"));
        assertThat(node.statusOf("A").restarts()).isZero();
    }

    @Test
    void givenOneForAll_whenOneGivesUp_thenTheOthersWaitUntilItIsStartedByHand() throws Exception {
        var never = RestartRules.of(RestartPolicy.PERMANENT).withIntensity(0, Duration.ofMinutes(5));
        node.with(
                TestNode.with(recording("A", GroupStrategy.ONE_FOR_ALL), never),
                recording("B", GroupStrategy.ONE_FOR_ALL));
        var locals = node.locals();
        node.await("A", ProcessState.HEALTHY);
        node.await("B", ProcessState.HEALTHY);
        var before = Map.of("B", run("B").pid());

        kill(run("A"));
        node.await("A", ProcessState.ERROR);
        node.await("B waits", () -> node.statusOf("B").message().equals("waiting for A (ERROR)"));

        start(locals, "A");
        awaitNew(before, "B");
    }

    @Test
    void givenALimitOfParallelStarts_whenManyStart_thenTheyTakeTurns() {
        node.withParallelStarts(2);
        for (var i = 0; i < 6; i++) {
            node.with(node.sh("P" + i, "echo >> count; " + SLEEPS));
        }

        node.locals();

        node.await(
                "some wait for their turn", () -> node.statusOf("P5").message().startsWith("waiting for its turn"));
        assertThat(node.read("count").lines().count()).isLessThanOrEqualTo(4);
        for (var i = 0; i < 6; i++) {
            node.await("P" + i, ProcessState.HEALTHY);
        }
    }

    @Test
    void givenAHundredThatAreKilledAtOnce_whenItWasTheFirstTime_thenAllComeBackWithoutWaiting() {
        for (var i = 0; i < 30; i++) {
            node.with(node.sh("P" + i, SLEEPS));
        }
        node.locals();
        for (var i = 0; i < 30; i++) {
            node.await("P" + i, ProcessState.HEALTHY);
        }

        node.runs().live().forEach(RestartsTest::kill);

        for (var i = 0; i < 30; i++) {
            var name = "P" + i;
            node.await(name + " is back", () -> node.statusOf(name).restarts() == 1);
            node.await(name, ProcessState.HEALTHY);
        }
    }

    /** The next run is started on the thread that saw the end of the last one; meanwhile its actor hears of a stop. */
    @Test
    void givenARestartThatIsUnderWay_whenItIsStoppedMeanwhile_thenItIsStopped() {
        node.with(node.sh("A", "echo ran >> ran; exec sleep 1000"));
        var locals = node.locals();
        node.await("A", ProcessState.HEALTHY);
        var replies = node.probe(OperationReply.class);

        whileARestartIsUnderWay("A", () -> {
            locals.tell(new LocalProcesses.Operate(
                    TestNode.operation(Operation.Action.STOP, Operation.Scope.PROCESS, "A"), replies.getRef()));
            node.await("A", ProcessState.STOPPING);
        });

        var reply = replies.expectMessageClass(OperationReply.Happened.class, TestNode.SOON);
        assertThat(reply.outcome().result()).isEqualTo(Result.DONE);
        node.await("A", ProcessState.STOPPED);
        assertThat(node.runs().live()).isEmpty();
        assertThat(node.events().stream().filter(NodeEvent.RunBegun.class::isInstance))
                .hasSize(2);
    }

    @Test
    void givenARestartThatIsUnderWay_whenItIsStoppedAndStartedMeanwhile_thenOneRunIsThere() {
        node.with(node.sh("A", "echo ran >> ran; exec sleep 1000"));
        var locals = node.locals();
        node.await("A", ProcessState.HEALTHY);
        var replies = node.probe(OperationReply.class);

        whileARestartIsUnderWay("A", () -> {
            for (var action : new Operation.Action[] {Operation.Action.STOP, Operation.Action.START}) {
                locals.tell(new LocalProcesses.Operate(
                        TestNode.operation(action, Operation.Scope.PROCESS, "A"), replies.getRef()));
                node.await("A", ProcessState.STOPPING);
            }
        });

        replies.expectMessageClass(OperationReply.Happened.class, TestNode.SOON);
        node.await("A", ProcessState.HEALTHY);
        assertThat(node.statusOf("A").pid()).isEqualTo(run("A").pid());
    }

    @Test
    void givenARestartThatIsUnderWay_whenTheAgentsActorsAreReplaced_thenTheRunIsTakenOver() {
        node.with(node.sh("A", "echo ran >> ran; exec sleep 1000"));
        node.locals();
        node.await("A", ProcessState.HEALTHY);

        whileARestartIsUnderWay("A", node::restartActors);
        node.locals();

        node.await("A", ProcessState.HEALTHY);
        node.await("A is there", () -> node.runs().live("A").isPresent());
        assertThat(node.statusOf("A").pid()).isEqualTo(run("A").pid());
        assertThat(node.read("ran")).isEqualTo("ran\nran\n");
    }

    private void whileARestartIsUnderWay(String name, Runnable action) {
        node.whileHeldUp(() -> kill(run(name)), action);
    }

    /** Writes down when it is asked to end, and takes its time. */
    private ChildSpec recording(String name, GroupStrategy strategy) {
        var script =
                "echo start %1$s >> record; trap 'sleep 0.2; echo end %1$s >> record; exit 0' TERM; while :; do sleep 0.05; done"
                        .formatted(name);
        return TestNode.in("TOGETHER", strategy, node.sh(name, script));
    }

    private Map<String, Long> pids(String... names) {
        node.locals();
        var pids = new HashMap<String, Long>();
        for (var name : names) {
            node.await(name, ProcessState.HEALTHY);
            pids.put(name, run(name).pid());
        }
        return pids;
    }

    private void awaitNew(Map<String, Long> before, String... names) {
        for (var name : names) {
            node.await(name + " is another run", () -> {
                var status = node.statusOf(name);
                return status.status() == ProcessState.HEALTHY && !Objects.equals(before.get(name), status.pid());
            });
        }
    }

    private void awaitKept(String state) {
        node.await("it is kept", () -> node.read("run/NodeA/past/A.past").contains("state=" + state));
    }

    private void start(ActorRef<LocalProcesses.Command> locals, String name) {
        var probe = node.probe(OperationReply.class);
        var operation = TestNode.operation(Operation.Action.START, Operation.Scope.PROCESS, name);
        locals.tell(new LocalProcesses.Operate(operation, probe.getRef()));
        node.await(name, ProcessState.HEALTHY);
    }

    private Run run(String process) {
        return node.runs().live(process).orElseThrow();
    }

    private static void kill(Run run) {
        assertThat(new OsProcess(run.pid(), run.startTicks()).signal(Signal.KILL))
                .isTrue();
    }
}
