package io.github.batonha.actors.supervisor;

import static io.github.batonha.actors.api.Operation.Action.RESTART;
import static io.github.batonha.actors.api.Operation.Action.START;
import static io.github.batonha.actors.api.Operation.Action.STOP;
import static io.github.batonha.actors.api.Operation.Scope.GROUP;
import static io.github.batonha.actors.api.Operation.Scope.PROCESS;
import static io.github.batonha.actors.api.Operation.Scope.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.api.PrimaryStatus;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.Role;
import io.github.batonha.supervision.os.OsProcess;
import io.github.batonha.supervision.os.Signal;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.spec.RestartPolicy;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

class LocalProcessesTest extends NodeTest {

    /** Ends at once when asked to, unlike a shell that waits for its child first. */
    private static final String SLEEPS = "exec sleep 1000";

    @Test
    void givenDependencies_whenStarted_thenEachWaitsForWhatItNeeds() {
        node.with(
                node.sh("C", "echo C >> order; " + SLEEPS, "B"),
                node.sh("B", "echo B >> order; " + SLEEPS, "A"),
                node.sh("A", "echo A >> order; " + SLEEPS));

        node.locals();

        assertThat(node.await("C", ProcessState.STARTING).message()).startsWith("waiting for B");
        assertThat(node.await("C", ProcessState.HEALTHY).pid()).isNotNull();
        assertThat(node.read("order")).isEqualTo("A\nB\nC\n");
    }

    @Test
    void givenAPort_whenItAcceptsAConnection_thenTheProcessIsHealthy() throws Exception {
        var port = freePort();
        node.with(node.withPort(node.sh("A", SLEEPS), port));

        node.locals();

        node.await("A", ProcessState.RUNNING);
        try (var listens = new ServerSocket(port)) {
            assertThat(node.await("A", ProcessState.HEALTHY).port()).isEqualTo(listens.getLocalPort());
        }
    }

    @Test
    void givenAPortOnWhichNobodyListens_whenSomeSecondsHavePassed_thenMonSaysWhereItWasLooked() throws Exception {
        var port = freePort();
        node.with(node.withPort(node.sh("A", SLEEPS), port));
        node.locals();
        assertThat(node.await("A", ProcessState.RUNNING).message()).isEmpty();

        node.await("it says why", () -> node.statusOf("A").message().matches("not ready: .*port " + port + "\\b.*"));
        try (var listens = new ServerSocket(port)) {
            assertThat(listens.isBound()).isTrue();
            assertThat(node.await("A", ProcessState.HEALTHY).message()).isEmpty();
        }
    }

    private static int freePort() throws Exception {
        try (var held = new ServerSocket(0)) {
            return held.getLocalPort();
        }
    }

    @Test
    void givenEnvironment_whenStarted_thenMarksAndItemsAreInIt() {
        node.with(node.sh("A", "env > env.txt; " + SLEEPS));

        node.locals();

        node.await("A", ProcessState.HEALTHY);
        assertThat(node.read("env.txt").lines())
                .contains(
                        "ITEM=value",
                        "BATON_NODE=NodeA",
                        "BATON_PROCESS=A",
                        "BATON_ADDRESS=127.0.0.1",
                        "BATON_HOME=" + folder,
                        "BATON_RUN_DIR=" + node.runDirectory(),
                        "BATON_METRICS_PAGE=" + node.runDirectory().resolve("application-metrics/A"))
                .anyMatch(line -> line.startsWith("BATON_RUN="))
                .noneMatch(line -> line.startsWith("BATON_PRIMARY_ONLY"));
        assertThat(node.runDirectory().resolve("application-metrics/A")).isRegularFile();
    }

    @Test
    void givenPermanent_whenItDies_thenItIsStartedAgainAndCounted() {
        node.with(node.sh("A", SLEEPS));
        node.locals();
        var first = node.await("A", ProcessState.HEALTHY);

        kill(run("A"));

        node.await("A is restarted", () -> node.statusOf("A").restarts() == 1);
        var second = node.await("A", ProcessState.HEALTHY);
        assertThat(second.pid()).isNotEqualTo(first.pid());
        assertThat(second.message()).contains("killed by SIGKILL");
    }

    @Test
    void givenTemporary_whenItDies_thenItIsMissingAndSaysHow() {
        node.with(node.spec("A", false, RestartPolicy.TEMPORARY, "exit 3"));

        node.locals();

        var status = node.await("A", ProcessState.MISSING);
        assertThat(status.message()).contains("exit status 3");
        assertThat(status.pid()).isNull();
    }

    @Test
    void givenNoSuchProgram_whenATemporaryProcessIsStarted_thenItIsAnErrorThatSaysWhy() {
        node.with(node.withArgv(node.spec("A", false, RestartPolicy.TEMPORARY, ""), "no-such-program"));

        node.locals();

        assertThat(node.await("A", ProcessState.ERROR).message()).contains("no-such-program");
    }

    @Test
    void givenADependencyThatFails_whenTheTimeoutPasses_thenItSaysSoAndStillStartsLater() throws Exception {
        node.with(node.sh("B", SLEEPS, "A"), node.spec("A", false, RestartPolicy.TEMPORARY, "test -e go && " + SLEEPS));
        var locals = node.locals();
        node.await("B is late", () -> node.statusOf("B").message().startsWith("timed out waiting for A (MISSING)"));

        Files.createFile(node.file("go"));
        operate(locals, START, PROCESS, "A");

        node.await("B", ProcessState.HEALTHY);
    }

    @Test
    void givenARunningServer_whenStopped_thenDependentsGoFirst() {
        var trap = "trap 'echo %s >> order; exit 0' TERM; while :; do sleep 0.05; done";
        node.with(
                node.sh("A", trap.formatted("A")),
                node.sh("B", trap.formatted("B"), "A"),
                node.sh("C", trap.formatted("C"), "B"));
        var locals = node.locals();
        node.await("C", ProcessState.HEALTHY);

        var outcomes = operate(locals, STOP, SERVER, "");

        assertThat(outcomes).extracting(Outcome::process).containsExactly("C", "B", "A");
        assertThat(outcomes).allMatch(Outcome::isOk);
        assertThat(node.read("order")).isEqualTo("C\nB\nA\n");
        assertThat(node.runs().live()).isEmpty();
        node.await("A", ProcessState.STOPPED);
    }

    @Test
    void givenAProcessThatOthersNeed_whenItIsStoppedByName_thenOnlyItStops() {
        node.with(node.sh("A", SLEEPS), node.sh("B", SLEEPS, "A"));
        var locals = node.locals();
        node.await("B", ProcessState.HEALTHY);

        var outcomes = operate(locals, STOP, PROCESS, "A");

        assertThat(outcomes)
                .anyMatch(outcome -> outcome.text().contains("left running")
                        && outcome.text().contains("B"));
        node.await("A", ProcessState.STOPPED);
        assertThat(node.statusOf("B").status()).isEqualTo(ProcessState.HEALTHY);
    }

    @Test
    void givenAStoppedDependency_whenTheDependentIsStarted_thenTheAnswerNamesIt() {
        node.with(node.sh("A", SLEEPS), node.sh("B", SLEEPS, "A"));
        var locals = node.locals();
        node.await("B", ProcessState.HEALTHY);
        operate(locals, STOP, SERVER, "");

        var outcomes = operate(locals, START, PROCESS, "B");

        assertThat(outcomes).singleElement().satisfies(outcome -> {
            assertThat(outcome.result()).isEqualTo(Result.FAILED);
            assertThat(outcome.text()).contains("A, which is STOPPED").contains("start-process");
        });
        assertThat(operate(locals, START, GROUP, "GROUP")).allMatch(Outcome::isOk);
        node.await("B", ProcessState.HEALTHY);
    }

    @Test
    void givenATreeThatIgnoresSigterm_whenStopped_thenEverythingIsKilledAtTheDeadline() {
        node.with(node.sh(
                "A",
                "trap '' TERM; (trap '' TERM; while :; do sleep 1; done) & setsid sh -c 'trap \"\" TERM; while :; do sleep 1; done' & "
                        + "while :; do sleep 1; done"));
        var locals = node.locals();
        node.await("A", ProcessState.HEALTHY);

        var operation = new Operation(STOP, PROCESS, "A", List.of(), false, false, 1, false, "tester");
        var outcomes = operate(locals, operation);

        assertThat(outcomes).singleElement().matches(Outcome::isOk);
        assertThat(node.runs().live()).isEmpty();
    }

    @Test
    void givenAnUnknownName_whenOperated_thenItIsRefusedWithTheNamesThatAre() {
        node.with(node.sh("A", SLEEPS));
        var locals = node.locals();

        assertThat(operate(locals, START, PROCESS, "Z")).singleElement().satisfies(outcome -> {
            assertThat(outcome.result()).isEqualTo(Result.REFUSED);
            assertThat(outcome.text()).contains("'Z'").contains("there are A");
        });
    }

    @Test
    void givenANodeThatIsNotActive_whenAPrimaryOnlyProcessIsStarted_thenItIsRefusedWithTheRemedy() {
        node.with(node.spec("P", true, RestartPolicy.PERMANENT, SLEEPS), node.sh("A", SLEEPS, "P"));
        var locals = node.locals();
        locals.tell(new LocalProcesses.PrimaryKnown(new PrimaryStatus(Role.SECONDARY, "NodeB", 7, "")));

        assertThat(operate(locals, START, PROCESS, "P")).singleElement().satisfies(outcome -> {
            assertThat(outcome.result()).isEqualTo(Result.REFUSED);
            assertThat(outcome.text()).contains("NodeB is primary").contains("baton set-primary NodeA");
        });
        node.await("P", ProcessState.STANDBY);
        node.await("A", ProcessState.HEALTHY);
    }

    @Test
    void givenRunningProcesses_whenTheActorSystemIsRestarted_thenTheyAreTakenOver() {
        node.with(node.sh("A", SLEEPS), node.sh("B", SLEEPS, "A"));
        node.locals();
        node.await("B", ProcessState.HEALTHY);
        var before = List.of(run("A"), run("B"));

        node.restartActors();
        var locals = node.locals();

        node.await("A", ProcessState.HEALTHY);
        node.await("B", ProcessState.HEALTHY);
        assertThat(List.of(run("A"), run("B"))).isEqualTo(before);
        assertThat(operate(locals, STOP, SERVER, "")).allMatch(Outcome::isOk);
    }

    @Test
    void givenRunningProcesses_whenTheAgentIsRestarted_thenPidsRestartsAndWishesAreKept() throws Exception {
        node.with(node.sh("A", SLEEPS), node.sh("B", SLEEPS), node.sh("C", SLEEPS));
        var locals = node.locals();
        node.await("A", ProcessState.HEALTHY);
        kill(run("A"));
        node.await("A is restarted", () -> node.statusOf("A").restarts() == 1);
        node.await("A", ProcessState.HEALTHY);
        node.await("B", ProcessState.HEALTHY);
        operate(locals, STOP, PROCESS, "B");
        var before = run("A");

        node.restartAgent();
        node.without("C");
        node.locals();

        assertThat(node.await("A", ProcessState.HEALTHY).restarts()).isEqualTo(1);
        assertThat(run("A")).isEqualTo(before);
        assertThat(node.await("B", ProcessState.STOPPED).pid()).isNull();
        node.await(
                "C is gone, as it is not defined any more",
                () -> node.runs().live("C").isEmpty());
    }

    @Test
    void givenTemporaryThatHasEnded_whenActorsOrAgentAreRestarted_thenItIsNotRunAgain() throws Exception {
        node.with(node.spec("A", false, RestartPolicy.TEMPORARY, "echo ran >> ran; exit 3"), node.sh("B", SLEEPS));
        node.locals();
        node.await("A", ProcessState.MISSING);
        node.await("B", ProcessState.HEALTHY);

        node.restartActors();
        node.locals();
        assertThat(node.await("A", ProcessState.MISSING).message()).contains("exit status 3");
        node.restartAgent();
        var locals = node.locals();
        node.await("A", ProcessState.MISSING);

        assertThat(node.read("ran")).isEqualTo("ran\n");
        assertThat(operate(locals, START, PROCESS, "A")).singleElement().matches(o -> o.result() == Result.FAILED);
        assertThat(node.read("ran")).isEqualTo("ran\nran\n");
    }

    @Test
    void givenAnOrderlyEnd_whenTheNodeStartsAgain_thenWhatIsDefinedIsWanted() throws Exception {
        node.with(node.sh("A", SLEEPS), node.sh("B", SLEEPS));
        var locals = node.locals();
        node.await("B", ProcessState.HEALTHY);
        operate(locals, STOP, PROCESS, "B");
        var stopped = node.probe(LocalProcesses.StoppedAll.class);

        locals.tell(new LocalProcesses.StopAll(stopped.getRef()));

        stopped.expectMessageClass(LocalProcesses.StoppedAll.class, TestNode.SOON);
        assertThat(node.runs().live()).isEmpty();
        assertThat(operate(locals, START, PROCESS, "A")).singleElement().matches(o -> o.result() == Result.REFUSED);
        node.restartAgent();
        node.locals();
        node.await("B", ProcessState.HEALTHY);
    }

    @Test
    void givenARunningProcess_whenReported_thenItsUsageComes() {
        node.with(node.sh("A", "while :; do :; done"));

        node.locals();

        // How much of a core it gets is up to what else the machine has to do.
        node.await("A is seen to be busy", () -> node.statusOf("A").cpu() > 1);
        assertThat(node.statusOf("A").memory()).isPositive();
        node.await("A has an uptime", () -> node.statusOf("A").uptimeSeconds() > 1);
    }

    @Test
    void givenDependencies_whenAGroupIsRestarted_thenItStopsAndStartsInOrderAndWhatWasStoppedStaysSo() {
        var trap = "echo +%1$s >> order; trap 'echo -%1$s >> order; exit 0' TERM; while :; do sleep 0.05; done";
        node.with(
                node.sh("A", trap.formatted("A")),
                node.sh("B", trap.formatted("B"), "A"),
                node.sh("C", trap.formatted("C"), "B"));
        var locals = node.locals();
        node.await("C", ProcessState.HEALTHY);
        operate(locals, STOP, PROCESS, "C");
        var before = run("B");

        var outcomes = operate(locals, RESTART, GROUP, "GROUP");

        assertThat(outcomes).allMatch(Outcome::isOk);
        assertThat(outcomes)
                .extracting(outcome -> outcome.process() + " " + outcome.result())
                .containsExactly("C nothing", "B running", "A running", "A done", "B done");
        assertThat(node.read("order")).isEqualTo("+A\n+B\n+C\n-C\n-B\n-A\n+A\n+B\n");
        assertThat(run("B")).isNotEqualTo(before);
        assertThat(node.statusOf("B").restarts()).isZero();
        assertThat(node.statusOf("C").status()).isEqualTo(ProcessState.STOPPED);
    }

    @Test
    void givenAProcessThatDoesNotComeUpAgain_whenRestarted_thenItIsSaid() throws Exception {
        node.with(node.spec("A", false, RestartPolicy.TEMPORARY, "test -e broken && exit 3; " + SLEEPS));
        var locals = node.locals();
        node.await("A", ProcessState.HEALTHY);
        Files.createFile(node.file("broken"));

        assertThat(operate(locals, RESTART, PROCESS, "A")).last().satisfies(outcome -> {
            assertThat(outcome.result()).isEqualTo(Result.FAILED);
            assertThat(outcome.text()).contains("exit status 3");
        });
        Files.delete(node.file("broken"));
        assertThat(operate(locals, RESTART, PROCESS, "A")).last().matches(Outcome::isOk);
    }

    @Test
    void givenAProcessThatEnds_whenTheAgentDiesDuringItsRestart_thenTheNextOneStartsIt() throws Exception {
        node.with(node.sh(
                "A",
                "trap 'touch ending; while ! test -e go; do sleep 0.05; done; exit 0' TERM; "
                        + "while :; do sleep 0.05; done"));
        var locals = node.locals();
        var before = node.await("A", ProcessState.HEALTHY).pid();
        locals.tell(new LocalProcesses.Operate(
                TestNode.operation(RESTART, PROCESS, "A"),
                node.probe(OperationReply.class).getRef()));
        node.await("A ends", () -> Files.exists(node.file("ending")));

        node.restartAgent();
        Files.createFile(node.file("go"));
        node.locals();

        node.await(
                "another run",
                () -> node.statusOf("A").status() == ProcessState.HEALTHY
                        && !Objects.equals(node.statusOf("A").pid(), before));
    }

    @Test
    void givenANodeThatIsNotActive_whenAPrimaryOnlyProcessIsRestarted_thenItDependsOnWhetherThisNodeWasMeant() {
        node.with(node.spec("P", true, RestartPolicy.PERMANENT, SLEEPS));
        var locals = node.locals();
        var everywhere = new Operation(RESTART, PROCESS, "P", List.of(), true, false, -1, false, "tester");

        assertThat(operate(locals, RESTART, PROCESS, "P")).noneMatch(Outcome::isOk);
        assertThat(operate(locals, everywhere)).allMatch(Outcome::isOk);
    }

    private Run run(String process) {
        return node.runs().live(process).orElseThrow();
    }

    private static void kill(Run run) {
        assertThat(new OsProcess(run.pid(), run.startTicks()).signal(Signal.KILL))
                .isTrue();
    }

    @Test
    void givenAnOrderToRecord_whenGiven_thenItIsAnsweredAndTheProcessRunsOn() {
        node.with(node.sh("A", SLEEPS));
        var locals = node.locals();
        var pid = node.await("A", ProcessState.HEALTHY).pid();

        var outcomes = operate(locals, Operation.Action.TRAIN, PROCESS, "A");

        assertThat(outcomes).singleElement().satisfies(outcome -> {
            assertThat(outcome.result()).isEqualTo(Result.REFUSED);
            assertThat(outcome.text()).contains("only a JVM can have one");
        });
        assertThat(operate(locals, Operation.Action.TRAIN, PROCESS, "B"))
                .singleElement()
                .extracting(Outcome::text)
                .asString()
                .contains("no process 'B'");
        assertThat(node.await("A", ProcessState.HEALTHY).pid()).isEqualTo(pid);
    }

    private List<Outcome> operate(
            ActorRef<LocalProcesses.Command> locals, Operation.Action action, Operation.Scope scope, String name) {
        return operate(locals, TestNode.operation(action, scope, name));
    }

    private List<Outcome> operate(ActorRef<LocalProcesses.Command> locals, Operation operation) {
        var probe = node.probe(OperationReply.class);
        locals.tell(new LocalProcesses.Operate(operation, probe.getRef()));
        var outcomes = new ArrayList<Outcome>();
        while (true) {
            switch (probe.receiveMessage(TestNode.SOON)) {
                case OperationReply.Happened(var outcome) -> outcomes.add(outcome);
                case OperationReply.Finished(var name) -> {
                    return outcomes;
                }
            }
        }
    }
}
