package io.github.batonha.actors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.supervision.spec.RestartPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What processes tell of themselves. */
class ProcessEventPublisherTest extends NodeTest {

    private List<String> told() {
        return node.events().stream().map(ProcessEventPublisherTest::word).toList();
    }

    private static String word(NodeEvent happened) {
        return switch (happened) {
            case NodeEvent.ProcessChanged e -> "%s -> %s: %s".formatted(e.from(), e.to(), e.text());
            case NodeEvent.RunBegun e -> e.isAdopted() ? "adopted" : "begun";
            case NodeEvent.RunEnded e -> "ended: " + e.text();
            case NodeEvent.OutputTail e -> "said: " + e.text();
            case NodeEvent.GaveUp e -> "gave up: " + e.text();
            default -> throw new AssertionError(happened);
        };
    }

    @Test
    void givenALifeInGoodOrder_whenTold_thenEachStateWithItsCause() {
        node.with(node.sh("A", "trap 'exit 0' TERM; while :; do sleep 0.05; done"));
        var locals = node.locals();
        node.await("A", ProcessState.HEALTHY);
        locals.tell(new LocalProcesses.Operate(
                TestNode.operation(Operation.Action.STOP, Operation.Scope.PROCESS, "A"),
                node.probe(OperationReply.class).getRef()));
        node.await("A", ProcessState.STOPPED);

        assertThat(told())
                .containsExactly(
                        "STOPPED -> STARTING: it is wanted",
                        "begun",
                        "STARTING -> RUNNING: it lives",
                        "RUNNING -> HEALTHY: it is ready",
                        "HEALTHY -> STOPPING: it was asked to stop",
                        "ended: exit status 0",
                        "STOPPING -> STOPPED: exit status 0");
        assertThat(node.events())
                .filteredOn(NodeEvent.RunEnded.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        NodeEvent.RunEnded.class,
                        ended -> assertThat(node.events())
                                .filteredOn(NodeEvent.RunBegun.class::isInstance)
                                .containsExactly(new NodeEvent.RunBegun("A", ended.run(), ended.pid(), false)));
    }

    @Test
    void givenAnEndThatNobodyAskedFor_whenTold_thenWithItsLastLines() {
        node.write("logs/NodeA/A.log.err", "an earlier run\n");
        node.with(node.spec("A", false, RestartPolicy.TEMPORARY, "echo no database at db1:5432 >&2; exit 3"));

        node.locals();

        node.await("the tail of its output", () -> told().contains("said: no database at db1:5432"));
        node.await(
                "that it is missing",
                () -> told().stream().anyMatch(word -> word.contains("-> MISSING: exit status 3")));
        assertThat(told()).contains("ended: exit status 3");
    }

    @Test
    void givenACrashLoop_whenItIsGivenUpOn_thenThatIsToldOnce() {
        var spec = node.sh("A", "exit 3");
        node.with(TestNode.with(spec, spec.restart().withIntensity(1, Duration.ofMinutes(1))));

        node.locals();

        node.await("A", ProcessState.ERROR);
        assertThat(told())
                .filteredOn(word -> word.startsWith("gave up: "))
                .singleElement()
                .asString()
                .contains("exit status 3");
        assertThat(told()).filteredOn("begun"::equals).hasSize(2);
    }

    @Test
    void givenARunThatLives_whenTheAgentIsRestarted_thenItIsToldToBeAdopted() throws Exception {
        node.with(node.sh("A", "exec sleep 1000"));
        node.locals();
        node.await("A", ProcessState.HEALTHY);

        node.restartAgent();
        node.locals();
        node.await("A", ProcessState.HEALTHY);

        assertThat(told()).contains("adopted").filteredOn("begun"::equals).hasSize(1);
    }
}
