package io.github.batonha.actors.supervisor;

import static io.github.batonha.actors.api.Operation.Action.START;
import static io.github.batonha.actors.api.Operation.Action.STOP;
import static io.github.batonha.actors.api.Operation.Scope.PROCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.supervision.os.Environ;
import io.github.batonha.supervision.os.OsProcess;
import io.github.batonha.supervision.os.ProcessTable;
import io.github.batonha.supervision.run.LaunchDigest;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.run.StartRequest;
import io.github.batonha.supervision.run.StartResult;
import io.github.batonha.supervision.spec.RestartPolicy;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

class PrimaryOnlyTest extends NodeTest {

    private static final String SLEEPS = "exec sleep 1000";

    @Test
    void givenActive_whenGained_thenItRunsWithItsEpochAndIsListedOnce() {
        node.with(node.spec("P", true, RestartPolicy.PERMANENT, "env > env.txt; " + SLEEPS));
        var locals = node.locals();
        node.await("P", ProcessState.STANDBY);

        var primaryOnly = node.primaryOnly(5);
        locals.tell(new LocalProcesses.PrimaryGained(5, primaryOnly));

        node.await("P", ProcessState.HEALTHY);
        assertThat(node.read("env.txt").lines())
                .contains(
                        "BATON_PRIMARY_ONLY=1",
                        "BATON_EPOCH=5",
                        "BATON_LEASE_PAGE=" + node.runDirectory().resolve("lease.page"));
        assertThat(run("P").epoch()).isEqualTo(5);
        assertThat(node.runs().hasLiveRunOf(5)).isTrue();
        assertThat(node.runs().hasLiveRunOf(4)).isFalse();
    }

    @Test
    void givenALocalDependency_whenItIsNotReadyYet_thenThePrimaryOnlyProcessWaits() {
        node.with(
                node.spec("P", true, RestartPolicy.PERMANENT, SLEEPS, "A"),
                node.sh("A", SLEEPS),
                node.sh("B", SLEEPS, "P"));
        var locals = node.locals();
        node.await("B", ProcessState.HEALTHY);
        operate(locals, STOP, "A");

        var primaryOnly = node.primaryOnly(5);
        locals.tell(new LocalProcesses.PrimaryGained(5, primaryOnly));

        node.await("P waits for A", () -> node.statusOf("P").message().contains("A (STOPPED)"));
        operate(locals, START, "A");
        node.await("P", ProcessState.HEALTHY);
    }

    @Test
    void givenEverythingThatHides_whenReleased_thenNothingIsLeft() {
        var hiding = "setsid sh -c 'trap \"\" TERM; while :; do sleep 0.2; done' & "
                + "(trap '' TERM; setsid sleep 1000) & "
                + "env -u BATON_RUN -u BATON_RUN_DIR sh -c 'trap \"\" TERM; while :; do sleep 0.2; done' & "
                + SLEEPS;
        node.with(
                node.spec("P", true, RestartPolicy.PERMANENT, hiding),
                node.spec("Q", true, RestartPolicy.PERMANENT, SLEEPS, "P"));
        var locals = node.locals();
        var primaryOnly = node.primaryOnly(5);
        locals.tell(new LocalProcesses.PrimaryGained(5, primaryOnly));
        node.await("Q", ProcessState.HEALTHY);
        var members = ProcessTable.read().withDescendants(List.of(main(run("P"))));
        assertThat(members).hasSizeGreaterThan(3);
        var released = node.probe(PrimaryOnly.Released.class);

        primaryOnly.tell(new PrimaryOnly.Release(released.getRef()));
        primaryOnly.tell(new PrimaryOnly.Release(released.getRef()));

        released.expectMessage(TestNode.SOON, new PrimaryOnly.Released(5));
        released.expectMessage(TestNode.SOON, new PrimaryOnly.Released(5));
        assertThat(members).noneMatch(OsProcess::isAlive);
        assertThat(marked()).isEmpty();
        assertThat(node.runs().live()).isEmpty();
        primaryOnly.tell(new PrimaryOnly.Release(released.getRef()));
        released.expectMessage(TestNode.SOON, new PrimaryOnly.Released(5));
        node.kit().stop(primaryOnly);
        node.await("Q", ProcessState.STANDBY);
    }

    @Test
    void givenReleasing_whenAStartIsAsked_thenItIsRefused() {
        node.with(node.spec("P", true, RestartPolicy.PERMANENT, "trap '' TERM; while :; do sleep 0.1; done"));
        var locals = node.locals();
        var primaryOnly = node.primaryOnly(5);
        locals.tell(new LocalProcesses.PrimaryGained(5, primaryOnly));
        node.await("P", ProcessState.HEALTHY);
        var released = node.probe(PrimaryOnly.Released.class);

        primaryOnly.tell(new PrimaryOnly.Release(released.getRef()));
        var result = operate(locals, START, "P");

        assertThat(result).contains("refused").contains("gives up being primary");
        released.expectMessage(TestNode.SOON, new PrimaryOnly.Released(5));
    }

    @Test
    void givenReleased_whenAnOldSpawnComesLate_thenItIsRefused() throws Exception {
        var late = node.runs().primaryOnlySpawner(5);
        node.runs().endPrimaryOnly(0, java.time.Duration.ZERO);

        var result = late.start(new StartRequest(
                "P",
                List.of(),
                List.of("sleep", "1000"),
                Map.of(),
                folder,
                folder.resolve("out"),
                folder.resolve("err"),
                0,
                () -> LaunchDigest.UNKNOWN));

        assertThat(result).isInstanceOf(StartResult.Refused.class);
    }

    @Test
    void givenLiveRuns_whenTheActorsOfTheSameEpochBeginAgain_thenTheyAreTakenOver() throws Exception {
        node.with(node.spec("P", true, RestartPolicy.PERMANENT, SLEEPS));
        node.primaryOnly(5);
        node.await("P", ProcessState.HEALTHY);
        var before = run("P");

        node.restartAgent();
        node.primaryOnly(5);

        node.await("P", ProcessState.HEALTHY);
        assertThat(run("P")).isEqualTo(before);
    }

    @Test
    void givenLiveRunsOfAnotherEpoch_whenTheyAreEnded_thenOnlyTheKeptOnesLive() throws Exception {
        node.with(node.spec("P", true, RestartPolicy.PERMANENT, SLEEPS));
        node.primaryOnly(5);
        node.await("P", ProcessState.HEALTHY);
        var before = run("P");
        node.restartAgent();

        node.runs().endPrimaryOnly(5, java.time.Duration.ofSeconds(1));
        assertThat(main(before).isAlive()).isTrue();
        node.runs().endPrimaryOnly(6, java.time.Duration.ofSeconds(1));

        assertThat(main(before).isAlive()).isFalse();
        assertThat(node.runs().live()).isEmpty();
    }

    @Test
    void givenStoppedByHand_whenTheAgentRestartsOrTheEpochChanges_thenItHoldsForTheEpochAlone() throws Exception {
        node.with(node.spec("P", true, RestartPolicy.PERMANENT, SLEEPS));
        var locals = node.locals();
        locals.tell(new LocalProcesses.PrimaryGained(5, node.primaryOnly(5)));
        node.await("P", ProcessState.HEALTHY);
        assertThat(operate(locals, STOP, "P")).contains("done");

        node.restartAgent();
        var again = node.primaryOnly(5);
        node.await("P", ProcessState.STOPPED);
        node.kit().stop(again);
        node.primaryOnly(6);

        node.await("P", ProcessState.HEALTHY);
    }

    private Run run(String process) {
        return node.runs().live(process).orElseThrow();
    }

    private static OsProcess main(Run run) {
        return new OsProcess(run.pid(), run.startTicks());
    }

    private List<Long> marked() {
        return ProcessTable.read().all().stream()
                .map(stat -> stat.pid())
                .filter(pid ->
                        node.runDirectory().toString().equals(Environ.of(pid).get("BATON_RUN_DIR")))
                .toList();
    }

    private String operate(ActorRef<LocalProcesses.Command> locals, Operation.Action action, String name) {
        var probe = node.probe(OperationReply.class);
        locals.tell(new LocalProcesses.Operate(TestNode.operation(action, PROCESS, name), probe.getRef()));
        var text = new StringBuilder();
        while (true) {
            switch (probe.receiveMessage(TestNode.SOON)) {
                case OperationReply.Happened(var outcome) -> text.append(outcome);
                case OperationReply.Finished(var nodeName) -> {
                    return text.toString();
                }
            }
        }
    }
}
