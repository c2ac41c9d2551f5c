package io.github.batonha.actors.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.ApplyRequest;
import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.MonCluster.NodeView;
import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Role;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RollingPlanTest {

    private static final List<String> ALL = List.of("NodeA", "NodeB", "NodeC");

    private static RollingOrder order(boolean everyNode, int drainSeconds) {
        return RollingOrder.of(new Operation(
                Operation.Action.RESTART,
                Operation.Scope.PROCESS,
                "WEB",
                List.of(),
                everyNode,
                false,
                -1,
                false,
                "op",
                true,
                drainSeconds));
    }

    private static NodeView node(String name, NodeView.State state, NodeView.@Nullable Drain drain) {
        return new NodeView(name, state, Role.SECONDARY, 0, List.of(), drain, "", "");
    }

    private static MonCluster cluster(NodeView... nodes) {
        return new MonCluster(new MonCluster.Primary("NodeA", 7, "op", List.of(), List.of()), List.of(nodes));
    }

    private static MonCluster allUp() {
        return cluster(
                node("NodeA", NodeView.State.UP, null),
                node("NodeB", NodeView.State.UP, null),
                node("NodeC", NodeView.State.UP, null));
    }

    private static List<String> nodes(RollingPlan plan) {
        assertThat(plan).isInstanceOf(RollingPlan.Begun.class);
        return ((RollingPlan.Begun) plan)
                .turns().stream().map(RollingPlan.NodeStep::node).toList();
    }

    private static List<Outcome> refusals(RollingPlan plan) {
        assertThat(plan).isInstanceOf(RollingPlan.Refused.class);
        return ((RollingPlan.Refused) plan).outcomes();
    }

    @Test
    void givenEveryNode_whenPlanned_thenThePrimaryIsLast() {
        assertThat(nodes(RollingPlan.of(order(true, 0), ALL, allUp()))).containsExactly("NodeB", "NodeC", "NodeA");
    }

    @Test
    void givenNamedNodes_whenPlanned_thenInThatOrder() {
        assertThat(nodes(RollingPlan.of(order(false, 0), List.of("NodeA", "NodeC"), allUp())))
                .containsExactly("NodeA", "NodeC");
    }

    @Test
    void givenAProcessThatIsNotPlacedOnANode_whenPlanned_thenThatNodeIsLeftOutUnlessItIsNamed() {
        var without = new NodeView(
                "NodeB", NodeView.State.UP, Role.SECONDARY, 0, List.of(), null, "", "", null, List.of("WEB"), "");
        var cluster = cluster(node("NodeA", NodeView.State.UP, null), without, node("NodeC", NodeView.State.UP, null));

        assertThat(nodes(RollingPlan.of(order(true, 60), ALL, cluster))).containsExactly("NodeC", "NodeA");
        assertThat(nodes(RollingPlan.of(order(false, 0), List.of("NodeB"), cluster)))
                .containsExactly("NodeB");
    }

    @Test
    void givenAnApply_whenANodeIsDown_thenNothingIsAppliedAnywhere() {
        var request = new ApplyRequest(List.of(), true, false, "op", Map.of(), true, 0, "");
        var cluster = cluster(node("NodeA", NodeView.State.UP, null), node("NodeB", NodeView.State.DOWN, null));

        assertThat(refusals(RollingPlan.of(RollingOrder.of(request), List.of("NodeA", "NodeB"), cluster)))
                .singleElement()
                .satisfies(outcome ->
                        assertThat(outcome.text()).startsWith("it is DOWN, so nothing was applied anywhere"));
        assertThat(nodes(RollingPlan.of(RollingOrder.of(request), ALL, allUp())))
                .containsExactly("NodeB", "NodeC", "NodeA");
    }

    @Test
    void givenANodeThatIsDownOrUnknown_whenPlanned_thenNothingBeginsAnywhere() {
        var cluster = cluster(node("NodeA", NodeView.State.UP, null), node("NodeB", NodeView.State.DOWN, null));

        var refusals = refusals(RollingPlan.of(order(true, 0), ALL, cluster));

        assertThat(refusals).extracting(Outcome::node).containsExactly("NodeB", "NodeC");
        assertThat(refusals)
                .noneMatch(Outcome::isOk)
                .allMatch(outcome -> outcome.text().contains("nothing was"));
    }

    @Test
    void givenANodeOutsideThatIsDown_whenPlanned_thenThatIsNoMatter() {
        var cluster = cluster(node("NodeA", NodeView.State.UP, null), node("NodeB", NodeView.State.DOWN, null));

        assertThat(nodes(RollingPlan.of(order(false, 0), List.of("NodeA"), cluster)))
                .containsExactly("NodeA");
    }

    @Test
    void givenADrainThatIsUnderWay_whenUsersAreToBeTakenAway_thenItIsNotMeddledWith() {
        var cluster = cluster(
                node("NodeA", NodeView.State.UP, NodeView.Drain.DRAINING),
                node("NodeB", NodeView.State.UP, NodeView.Drain.DRAINED));
        var both = List.of("NodeA", "NodeB");

        assertThat(refusals(RollingPlan.of(order(false, 60), both, cluster)))
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.text()).contains("undrain NodeA"));
        assertThat(nodes(RollingPlan.of(order(false, 0), both, cluster))).isEqualTo(both);
    }

    @Test
    void givenANodeThatIsDrained_whenPlanned_thenItStaysSo() {
        var cluster = cluster(
                node("NodeA", NodeView.State.UP, null), node("NodeB", NodeView.State.UP, NodeView.Drain.DRAINED));

        var plan = RollingPlan.of(order(false, 60), List.of("NodeA", "NodeB"), cluster);

        assertThat(plan)
                .isEqualTo(new RollingPlan.Begun(
                        List.of(new RollingPlan.NodeStep("NodeA", true), new RollingPlan.NodeStep("NodeB", false))));
    }
}
