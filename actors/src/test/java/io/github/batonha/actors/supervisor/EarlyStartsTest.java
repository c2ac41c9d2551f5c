package io.github.batonha.actors.supervisor;

import static io.github.batonha.actors.api.Operation.Action.STOP;
import static io.github.batonha.actors.api.Operation.Scope.PROCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.actors.launch.EarlyStarts;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.spec.RestartPolicy;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class EarlyStartsTest extends NodeTest {

    private static final String RUNS = "echo ran >> ran; exec sleep 1000";

    @Test
    void whenBegun_thenOnlyWhatWaitsForNothingRunsBeforeThereIsAnyActor() {
        node.with(
                node.sh("A", RUNS),
                node.sh("B", RUNS, "A"),
                node.spec("P", true, RestartPolicy.PERMANENT, RUNS),
                node.sh("N", RUNS));
        node.deps().wanted().unlessSaidNotWanted(List.of("N"));

        var ahead = EarlyStarts.begin(node.deps());

        node.await("A runs", () -> node.read("ran").equals("ran\n"));
        // The program may be faster than the agent that notes its run.
        node.await("its run is known", () -> !node.runs().live().isEmpty());
        assertThat(node.runs().live()).extracting(Run::process).containsExactly("A");
        assertThat(ahead.take().starts()).containsOnlyKeys("A");
    }

    @Test
    void givenAnEarlyStart_whenItsActorComes_thenItLooksAfterThatRunAsAfterOneOfItsOwn() {
        node.with(node.sh("A", RUNS), node.sh("B", "exec sleep 1000", "A"));
        var ahead = EarlyStarts.begin(node.deps());
        node.await("A lives", () -> node.runs().live("A").isPresent());
        var run = node.runs().live("A").orElseThrow();

        node.locals(ahead);

        assertThat(node.await("A", ProcessState.HEALTHY).pid()).isEqualTo(run.pid());
        assertThat(node.statusOf("A").restarts()).isZero();
        node.await("B", ProcessState.HEALTHY);
        assertThat(node.read("ran")).isEqualTo("ran\n");
        assertThat(node.events()).contains(new NodeEvent.RunBegun("A", run.id(), run.pid(), false));
    }

    @Test
    void givenAnEarlyStartThatEnded_whenItsActorComes_thenItIsSeenAsAnyEnd() {
        node.with(node.spec("A", false, RestartPolicy.TEMPORARY, "echo no database >&2; exit 3"));
        var ahead = EarlyStarts.begin(node.deps());
        node.await("A has run", () -> node.read("logs/NodeA/A.log.err").contains("no database"));

        node.locals(ahead);

        assertThat(node.await("A", ProcessState.MISSING).message()).contains("exit status 3");
        node.await("it says why", () -> node.statusOf("A").message().contains("it last wrote: no database"));
    }

    @Test
    void givenAnEarlyStartThatIsRefused_whenItsActorComes_thenItSaysWhy() {
        node.with(node.withArgv(node.sh("A", ""), "/no/such/program"));

        node.locals(EarlyStarts.begin(node.deps()));

        node.await(
                "it says why, and when it is tried again",
                () -> node.statusOf("A")
                        .message()
                        .matches(".*'/no/such/program' does not exist.*; started again at .*"));
    }

    @Test
    void givenAnEarlyStartUnderWay_whenStopped_thenNothingOfItIsLeft() {
        node.with(node.sh("A", RUNS));
        var replies = node.probe(OperationReply.class);
        var ahead = new AtomicReference<EarlyStarts>();

        node.whileHeldUp(() -> ahead.set(EarlyStarts.begin(node.deps())), () -> {
            var locals = node.locals(ahead.get());
            node.await("A", ProcessState.STARTING);
            locals.tell(new LocalProcesses.Operate(TestNode.operation(STOP, PROCESS, "A"), replies.ref()));
            node.await("A", ProcessState.STOPPING);
        });

        node.await("A", ProcessState.STOPPED);
        assertThat(node.runs().live()).isEmpty();
    }

    @Test
    void givenARunThatLives_whenAnAgentBegins_thenItHasNoEarlyStart() throws Exception {
        node.with(node.sh("A", RUNS));
        node.locals();
        var first = node.await("A", ProcessState.HEALTHY);

        node.restartAgent();
        var ahead = EarlyStarts.begin(node.deps());
        node.locals(ahead);

        assertThat(node.await("A", ProcessState.HEALTHY).pid()).isEqualTo(first.pid());
        assertThat(node.read("ran")).isEqualTo("ran\n");
    }

    @Test
    void givenMoreThanMayBeOnTheirWay_whenBegun_thenNoneHasAnEarlyStart() {
        node.withParallelStarts(1).with(node.sh("A", RUNS), node.sh("B", RUNS));

        assertThat(EarlyStarts.begin(node.deps()).take().starts()).isEmpty();
    }

    @Test
    void givenAParentThatTookThem_whenAnotherOneComes_thenItHasTheRightToStartAndNothingElse() {
        node.with(node.sh("A", RUNS));
        var ahead = EarlyStarts.begin(node.deps());
        var first = ahead.take();

        var second = ahead.take();

        assertThat(second.starts()).isEmpty();
        assertThat(second.spawner()).isNotSameAs(first.spawner());
    }
}
