package io.github.batonha.actors.supervisor;

import static io.github.batonha.actors.api.Operation.Action.STOP;
import static io.github.batonha.actors.api.Operation.Scope.PROCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.api.ProcessDetail;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.launch.LaunchDigests;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.supervision.run.LaunchDigest;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.spec.ChildSpec;
import io.github.batonha.supervision.spec.GroupStrategy;
import io.github.batonha.supervision.spec.RestartPolicy;
import io.github.batonha.supervision.spec.RestartRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

/** Another definition while processes run. */
class ReconfigureTest extends NodeTest {

    private static final String SLEEPS = "exec sleep 1000";

    private Run run(String process) {
        return node.runs().live(process).orElseThrow();
    }

    private static ChildSpec described(ChildSpec spec, String description) {
        return spec.but().description(description).build();
    }

    private List<Outcome> reconfigure(
            ActorRef<LocalProcesses.Command> locals, NodeDefinition next, Set<String> stop, Set<String> start) {
        var replies = node.probe(OperationReply.class);
        var swapped = node.probe(LocalProcesses.Reconfigured.class);
        locals.tell(new LocalProcesses.Reconfigure(next, stop, start, swapped.getRef(), replies.getRef()));
        var outcomes = new ArrayList<Outcome>();
        while (replies.receiveMessage(TestNode.SOON) instanceof OperationReply.Happened(var outcome)) {
            outcomes.add(outcome);
        }
        if (outcomes.stream().noneMatch(outcome -> outcome.result() == Result.REFUSED)) {
            assertThat(swapped.receiveMessage(TestNode.SOON).definition()).isEqualTo(next);
        }
        return outcomes;
    }

    @Test
    void givenGoneChangedNewAndSame_whenRedefined_thenOnlyTheSameGoesOn() {
        node.with(
                node.sh("SAME", SLEEPS), node.sh("TOLD", SLEEPS), node.sh("CHANGED", SLEEPS), node.sh("GONE", SLEEPS));
        var locals = node.locals();
        for (var name : List.of("SAME", "TOLD", "CHANGED", "GONE")) {
            node.await(name, ProcessState.HEALTHY);
        }
        var same = run("SAME");
        var told = run("TOLD");
        var changed = run("CHANGED");

        var next = node.definition(
                node.sh("NEW", SLEEPS, "CHANGED"),
                node.sh("SAME", SLEEPS),
                described(node.sh("TOLD", SLEEPS), "a feed"),
                node.sh("CHANGED", "VERSION=2; " + SLEEPS));
        var outcomes = reconfigure(locals, next, Set.of("GONE", "CHANGED"), Set.of("NEW", "CHANGED"));

        assertThat(outcomes).allMatch(Outcome::isOk);
        assertThat(outcomes)
                .extracting(outcome -> outcome.process() + " " + outcome.result())
                .containsExactlyInAnyOrder("CHANGED running", "GONE done", "CHANGED done", "NEW done");
        assertThat(run("SAME")).isEqualTo(same);
        assertThat(run("TOLD")).isEqualTo(told);
        assertThat(run("CHANGED")).isNotEqualTo(changed);
        assertThat(node.runs().live("GONE")).isEmpty();
        node.await("TOLD", ProcessState.HEALTHY);
        var details = node.probe(LocalProcesses.DetailList.class);
        locals.tell(new LocalProcesses.Details(details.getRef()));
        assertThat(details.receiveMessage(TestNode.SOON).details())
                .extracting(detail -> detail.name() + " " + detail.description())
                .containsExactly("NEW ", "SAME ", "TOLD a feed", "CHANGED ");
        assertThat(reconfigure(locals, node.definition(), Set.of("NEW", "SAME", "TOLD", "CHANGED"), Set.of()))
                .hasSize(4);
        assertThat(node.runs().live()).isEmpty();
    }

    @Test
    void givenAGroupThatRestartsAsOne_whenOneOfItIsRedefined_thenTheOthersGoOn() {
        var b = TestNode.in("ALL", GroupStrategy.ONE_FOR_ALL, node.sh("B", SLEEPS));
        node.with(TestNode.in("ALL", GroupStrategy.ONE_FOR_ALL, node.sh("A", SLEEPS)), b);
        var locals = node.locals();
        node.await("A", ProcessState.HEALTHY);
        node.await("B", ProcessState.HEALTHY);
        var a = run("A");
        var same = run("B");

        var next =
                node.definition(TestNode.in("ALL", GroupStrategy.ONE_FOR_ALL, node.sh("A", "VERSION=2; " + SLEEPS)), b);
        var outcomes = reconfigure(locals, next, Set.of("A"), Set.of("A"));

        assertThat(outcomes).allMatch(Outcome::isOk);
        assertThat(run("A")).isNotEqualTo(a);
        assertThat(node.await("A", ProcessState.HEALTHY).restarts()).isZero();
        assertThat(run("B")).isEqualTo(same);
    }

    @Test
    void givenOneOfAGroupThatGaveUp_whenItIsDefinedNoMore_thenNobodyWaitsForIt() {
        var bad = TestNode.with(
                node.sh("BAD", "exit 3"),
                RestartRules.of(RestartPolicy.PERMANENT).withIntensity(1, Duration.ofMinutes(1)));
        var a = TestNode.in("ALL", GroupStrategy.ONE_FOR_ALL, node.sh("A", SLEEPS));
        node.with(TestNode.in("ALL", GroupStrategy.ONE_FOR_ALL, bad), a);
        var locals = node.locals();
        node.await("BAD", ProcessState.ERROR);
        node.await("A waits", () -> node.statusOf("A").message().contains("BAD"));

        reconfigure(locals, node.definition(a), Set.of(), Set.of());

        node.await("A", ProcessState.HEALTHY);
    }

    @Test
    void givenAHealthyProcess_whenItIsRedefined_thenItIsNeverSeenToBeAnythingElse() {
        node.with(node.sh("A", SLEEPS));
        var locals = node.locals();
        node.await("A", ProcessState.HEALTHY);
        var told = node.events();
        node.watch("A");

        reconfigure(locals, node.definition(described(node.sh("A", SLEEPS), "a feed")), Set.of(), Set.of());

        var details = node.probe(LocalProcesses.DetailList.class);
        locals.tell(new LocalProcesses.Details(details.getRef()));
        assertThat(details.receiveMessage(TestNode.SOON).details())
                .extracting(ProcessDetail::description)
                .containsExactly("a feed");
        node.await("a report of the next actor", () -> node.watched().size() >= 3);
        assertThat(node.watched()).containsOnly(ProcessState.HEALTHY);
        assertThat(node.events()).isEqualTo(told);
    }

    /** B comes to its end so late that there is time to stop A for good. */
    @Test
    void givenOneThatIsStoppedByHandMeanwhile_whenRedefined_thenItStaysStopped() {
        var stubborn = "trap '' TERM; while :; do sleep 0.1; done";
        node.with(node.sh("B", stubborn), node.sh("A", SLEEPS, "B"));
        var locals = node.locals();
        node.await("A", ProcessState.HEALTHY);
        var next = node.definition(node.sh("B", "VERSION=2; " + stubborn), node.sh("A", "VERSION=2; " + SLEEPS, "B"));
        var replies = node.probe(OperationReply.class);
        var swapped = node.probe(LocalProcesses.Reconfigured.class);
        var both = Set.of("A", "B");
        locals.tell(new LocalProcesses.Reconfigure(next, both, both, swapped.getRef(), replies.getRef()));
        node.await("A", ProcessState.STOPPED);

        var stopped = node.probe(OperationReply.class);
        locals.tell(new LocalProcesses.Operate(TestNode.operation(STOP, PROCESS, "A"), stopped.getRef()));

        awaitFinished(stopped);
        awaitFinished(replies);
        node.await("B", ProcessState.HEALTHY);
        node.await("A", ProcessState.STOPPED);
        assertThat(node.runs().live("A")).isEmpty();
    }

    private static void awaitFinished(TestProbe<OperationReply> replies) {
        while (!(replies.receiveMessage(TestNode.SOON) instanceof OperationReply.Finished)) {
            // What happened meanwhile is of no concern.
        }
    }

    @Test
    void givenARestartPolicy_whenItIsRedefined_thenItHoldsForTheRunThatLives() {
        node.with(node.sh("A", "while ! test -e go; do sleep 0.05; done; exit 3"));
        var locals = node.locals();
        node.await("A", ProcessState.HEALTHY);
        var before = run("A");
        var next = node.definition(
                node.spec("A", false, RestartPolicy.TEMPORARY, "while ! test -e go; do sleep 0.05; done; exit 3"));

        assertThat(reconfigure(locals, next, Set.of(), Set.of())).isEmpty();

        assertThat(run("A")).isEqualTo(before);
        node.write("go");
        node.await("A", ProcessState.MISSING);
    }

    @Test
    void givenOneThatDoesNotStart_whenRedefined_thenTheOthersDo() {
        node.with(node.sh("A", SLEEPS));
        var locals = node.locals();
        node.await("A", ProcessState.HEALTHY);

        var next = node.definition(
                node.sh("A", SLEEPS),
                node.spec("BAD", false, RestartPolicy.TEMPORARY, "exit 3"),
                node.sh("GOOD", SLEEPS));
        var outcomes = reconfigure(locals, next, Set.of(), Set.of("BAD", "GOOD"));

        assertThat(outcomes)
                .extracting(outcome -> outcome.process() + " " + outcome.result())
                .containsExactlyInAnyOrder("BAD failed", "GOOD done");
        node.await("GOOD", ProcessState.HEALTHY);
    }

    @Test
    void givenAProcessThatWasStoppedByHand_whenItIsRedefined_thenItStaysStopped() {
        node.with(node.sh("A", SLEEPS));
        var locals = node.locals();
        node.await("A", ProcessState.HEALTHY);
        var stopped = node.probe(OperationReply.class);
        locals.tell(new LocalProcesses.Operate(TestNode.operation(STOP, PROCESS, "A"), stopped.getRef()));
        node.await("A", ProcessState.STOPPED);

        reconfigure(locals, node.definition(node.sh("A", "VERSION=2; " + SLEEPS)), Set.of(), Set.of());

        node.await("A", ProcessState.STOPPED);
        assertThat(node.runs().live()).isEmpty();
    }

    @Test
    void givenAnActiveNode_whenPrimaryOnlyProcessesAreRedefined_thenTheyRunUnderTheSameEpoch() {
        node.with(
                node.spec("P", true, RestartPolicy.PERMANENT, SLEEPS),
                node.spec("Q", true, RestartPolicy.PERMANENT, SLEEPS));
        var locals = node.locals();
        locals.tell(new LocalProcesses.PrimaryGained(5, node.primaryOnly(5)));
        node.await("P", ProcessState.HEALTHY);
        node.await("Q", ProcessState.HEALTHY);
        var p = run("P");
        var q = run("Q");

        var next = node.definition(
                node.spec("P", true, RestartPolicy.PERMANENT, "VERSION=2; " + SLEEPS),
                node.spec("Q", true, RestartPolicy.PERMANENT, SLEEPS),
                node.spec("R", true, RestartPolicy.PERMANENT, SLEEPS));
        var outcomes = reconfigure(locals, next, Set.of("P"), Set.of("P", "R"));

        assertThat(outcomes).allMatch(Outcome::isOk);
        assertThat(run("P")).isNotEqualTo(p);
        assertThat(run("P").epoch()).isEqualTo(5);
        assertThat(run("Q")).isEqualTo(q);
        assertThat(run("R").epoch()).isEqualTo(5);
        locals.tell(new LocalProcesses.PrimaryLost());
        node.await("R", ProcessState.STANDBY);
    }

    @Test
    void givenANodeThatIsNotActive_whenPrimaryOnlyProcessesAreRedefined_thenTheyHaveTheirStandby() {
        node.with(node.sh("A", SLEEPS));
        var locals = node.locals();
        node.await("A", ProcessState.HEALTHY);

        reconfigure(
                locals,
                node.definition(node.sh("A", SLEEPS), node.spec("P", true, RestartPolicy.PERMANENT, SLEEPS)),
                Set.of(),
                Set.of());

        node.await("P", ProcessState.STANDBY);
    }

    @Test
    void givenAFileOrACommand_whenItChanges_thenTheRecipeTells() {
        var script = node.write("bin/run.sh");
        var spec = node.withArgv(node.sh("A", ""), script.toString());
        var before = digest(spec);

        assertThat(digest(spec)).isEqualTo(before);
        assertThat(digest(node.withArgv(spec, script.toString(), "-v")).differences(before))
                .containsExactly("its command line");
        node.write("bin/run.sh", "exec sleep 7\n");
        assertThat(digest(spec).differences(before)).containsExactly("its jars or files");
        assertThat(digest(node.withArgv(node.sh("A", ""), "java", "-cp", script + ":" + node.file("none.jar"), "Main"))
                        .isKnown())
                .isTrue();
    }

    private LaunchDigest digest(ChildSpec spec) {
        return LaunchDigests.of(node.deps().home(), node.definition(spec), spec);
    }
}
