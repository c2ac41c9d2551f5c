package io.github.batonha.actors.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.ApplyRequest;
import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.MonCluster.NodeView;
import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RollingOperationTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final List<String> NODES = List.of("NodeA", "NodeB");

    private final ActorTestKit kit = ActorTestKit.create();
    private final TestProbe<Operations.Command> operations = kit.createTestProbe(Operations.Command.class);
    private final TestProbe<OperationReply> replies = kit.createTestProbe(OperationReply.class);

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
    }

    private static void allUp(ActorRef<MonCluster> replyTo) {
        var up = NODES.stream()
                .map(node ->
                        new NodeView(node, MonCluster.NodeView.State.UP, Role.SECONDARY, 0, List.of(), null, "", ""))
                .toList();
        replyTo.tell(new MonCluster(null, up));
    }

    private void begin(int drainSeconds) {
        begin(drainSeconds, RollingOperationTest::allUp);
    }

    private void begin(int drainSeconds, Consumer<ActorRef<MonCluster>> look) {
        var operation = new Operation(
                Operation.Action.RESTART,
                Operation.Scope.GROUP,
                "WEB",
                NODES,
                false,
                false,
                -1,
                false,
                "op",
                true,
                drainSeconds);
        begin(RollingOrder.of(operation), look);
    }

    private void begin(RollingOrder order, Consumer<ActorRef<MonCluster>> look) {
        kit.spawn(RollingOperation.create(
                "NodeA", order, NODES, Duration.ofMillis(50), operations.getRef(), look, replies.getRef()));
    }

    private void restarted(String node, Result result) {
        var asked = operations.expectMessageClass(Operations.OperateOn.class, SOON);
        assertThat(asked.node()).isEqualTo(node);
        asked.replyTo().tell(new OperationReply.Happened(new Outcome(node, "WEB", result, "")));
        asked.replyTo().tell(new OperationReply.Finished(node));
    }

    private void drained(String node, Progress.Outcome outcome) {
        var asked = operations.expectMessageClass(Operations.Drain.class, SOON);
        assertThat(asked.request().node()).isEqualTo(node);
        assertThat(asked.request().close()).isTrue();
        assertThat(asked.request().stop()).isFalse();
        asked.replyTo().tell(new Progress(Progress.Phase.WAIT, "1 user", 1, Progress.Outcome.RUNNING, "", List.of()));
        asked.replyTo()
                .tell(new Progress(Progress.Phase.WAIT, "still 1 user", 1001, Progress.Outcome.RUNNING, "", List.of()));
        asked.replyTo().tell(new Progress(Progress.Phase.DRAIN, "over", 2000, outcome, "", List.of()));
    }

    private void undrained(String node) {
        var asked = operations.expectMessageClass(Operations.Undrain.class, SOON);
        assertThat(asked.request().node()).isEqualTo(node);
        asked.replyTo().tell(new Progress(Progress.Phase.DRAIN, "users come", 1, Progress.Outcome.DONE, "", List.of()));
    }

    private List<String> told() {
        var told = new ArrayList<String>();
        while (replies.receiveMessage(SOON) instanceof OperationReply.Happened(var outcome)) {
            told.add("%s %s".formatted(outcome.node(), outcome.result()));
        }
        operations.expectNoMessage();
        return told;
    }

    @Test
    void givenTwoNodes_whenEachIsReadyAgain_thenTheNextFollows() {
        begin(0);
        restarted("NodeA", Result.DONE);
        restarted("NodeB", Result.DONE);

        assertThat(told()).containsExactly("NodeA done", "NodeB done");
    }

    @Test
    void givenTheFirstIsNotReadyAgain_whenItSaysSo_thenTheOthersAreLeftAlone() {
        begin(0);
        restarted("NodeA", Result.FAILED);

        assertThat(told()).containsExactly("NodeA failed", "NodeB refused");
    }

    @Test
    void givenARevision_whenTheFirstNodeFails_thenTheNextKeepsTheOldOneAndUsersStayAway() {
        begin(
                RollingOrder.of(new ApplyRequest(NODES, false, false, "op", Map.of(), true, 60, "")),
                RollingOperationTest::allUp);
        previewed("NodeA", "WEB", Result.PLANNED);
        drained("NodeA", Progress.Outcome.DONE);
        applied("NodeA", Result.FAILED);

        assertThat(told())
                .containsExactly("NodeA running", "NodeA running", "NodeA failed", "NodeA failed", "NodeB refused");
    }

    @Test
    void givenARevisionThatTouchesNothingOnANode_whenUsersAreToBeTakenAway_thenTheyStayThere() {
        begin(
                RollingOrder.of(new ApplyRequest(NODES, false, false, "op", Map.of(), true, 60, "")),
                RollingOperationTest::allUp);
        previewed("NodeA", "", Result.PLANNED);
        applied("NodeA", Result.DONE);
        previewed("NodeB", "", Result.NOTHING);
        applied("NodeB", Result.NOTHING);

        assertThat(told()).containsExactly("NodeA running", "NodeA done", "NodeB running", "NodeB nothing");
    }

    private void previewed(String node, String process, Result result) {
        var asked = operations.expectMessageClass(Operations.ApplyOn.class, SOON);
        assertThat(asked.node()).isEqualTo(node);
        assertThat(asked.request().dryRun()).isTrue();
        asked.replyTo().tell(new OperationReply.Happened(new Outcome(node, process, result, "")));
        asked.replyTo().tell(new OperationReply.Finished(node));
    }

    @Test
    void givenARevision_whenEachNodeIsReadyAgain_thenTheNextFollows() {
        begin(
                RollingOrder.of(new ApplyRequest(NODES, false, false, "op", Map.of(), true, 0, "")),
                RollingOperationTest::allUp);
        applied("NodeA", Result.DONE);
        applied("NodeB", Result.NOTHING);

        assertThat(told()).containsExactly("NodeA done", "NodeB nothing");
    }

    private void applied(String node, Result result) {
        var asked = operations.expectMessageClass(Operations.ApplyOn.class, SOON);
        assertThat(asked.node()).isEqualTo(node);
        assertThat(asked.request().dryRun()).isFalse();
        asked.replyTo().tell(new OperationReply.Happened(new Outcome(node, "", result, "")));
        asked.replyTo().tell(new OperationReply.Finished(node));
    }

    @Test
    void givenUsers_whenTheyAreToBeTakenAway_thenEachNodeIsDrainedAndUndrainedInTurn() {
        begin(60);
        drained("NodeA", Progress.Outcome.DONE);
        restarted("NodeA", Result.DONE);
        undrained("NodeA");
        drained("NodeB", Progress.Outcome.DONE);
        restarted("NodeB", Result.DONE);
        undrained("NodeB");

        assertThat(told())
                .containsExactly(
                        "NodeA running",
                        "NodeA running",
                        "NodeA done",
                        "NodeA done",
                        "NodeB running",
                        "NodeB running",
                        "NodeB done",
                        "NodeB done");
    }

    @Test
    void givenADrainedNode_whenItIsNotReadyAgain_thenNoUsersAreLetBack() {
        begin(60);
        drained("NodeA", Progress.Outcome.DONE);
        restarted("NodeA", Result.FAILED);

        assertThat(told())
                .containsExactly("NodeA running", "NodeA running", "NodeA failed", "NodeA failed", "NodeB refused");
    }

    @Test
    void givenADrainThatIsRefused_whenRestarted_thenNothingIs() {
        begin(60);
        drained("NodeA", Progress.Outcome.REFUSED);

        assertThat(told()).containsExactly("NodeA running", "NodeA failed", "NodeB refused");
    }

    @Test
    void givenANodeIsDown_whenRestarted_thenNothingIs() {
        begin(
                0,
                replyTo -> replyTo.tell(new MonCluster(
                        null,
                        List.of(new NodeView(
                                "NodeA", MonCluster.NodeView.State.UP, Role.SECONDARY, 0, List.of(), null, "", "")))));

        assertThat(told()).containsExactly("NodeB refused");
    }

    @Test
    void givenTheAgentDoesNotAnswerItself_whenRestarted_thenNothingIs() {
        begin(0, _ -> {});

        assertThat(told()).containsExactly("NodeA failed");
    }
}
