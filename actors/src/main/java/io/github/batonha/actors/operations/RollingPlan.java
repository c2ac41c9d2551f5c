package io.github.batonha.actors.operations;

import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.MonCluster.NodeView;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which nodes a rolling order goes over, and in which order; or why it does not begin. Pure. */
sealed interface RollingPlan {

    /** Nothing is to be done; the outcomes say why. */
    record Refused(List<Outcome> outcomes) implements RollingPlan {
        public Refused {
            outcomes = List.copyOf(outcomes);
        }
    }

    record Begun(List<NodeStep> turns) implements RollingPlan {
        public Begun {
            turns = List.copyOf(turns);
        }
    }

    /**
     * The turn of one node.
     *
     * @param drain whether its users are to be taken away first, and let back afterwards
     */
    record NodeStep(String node, boolean drain) {}

    /**
     * Begins only where no node is missing that takes part: one that is down now would be the first that does not come back. Where every
     * node is meant, the primary is last; else the order is that of the operator.
     */
    static RollingPlan of(RollingOrder rolling, List<String> nodes, MonCluster cluster) {
        var views = new HashMap<String, NodeView>();
        cluster.nodes().forEach(view -> views.put(view.name(), view));
        var taking = nodes.stream()
                .filter(node -> !isLeftOut(rolling, views.get(node)))
                .toList();
        var refusals = taking.stream()
                .flatMap(node -> refusal(rolling, node, views).stream())
                .toList();
        if (!refusals.isEmpty()) {
            return new Refused(refusals);
        }
        var primary = cluster.primary() == null ? "" : cluster.primary().node();
        var order = new ArrayList<>(taking);
        if (rolling.everyNode() && order.remove(primary)) {
            order.add(primary);
        }
        return new Begun(order.stream()
                .map(node -> new NodeStep(node, rolling.drainSeconds() > 0 && isOpen(views.get(node))))
                .toList());
    }

    private static boolean isLeftOut(RollingOrder rolling, @Nullable NodeView view) {
        return view != null && rolling.leavesOut(view);
    }

    private static boolean isOpen(@Nullable NodeView view) {
        return view != null && view.drain() == null;
    }

    private static List<Outcome> refusal(RollingOrder rolling, String node, Map<String, NodeView> views) {
        var view = views.get(node);
        if (view == null || view.state() == NodeView.State.DOWN) {
            return List.of(new Outcome(
                    node,
                    "",
                    Result.REFUSED,
                    "it is DOWN, so nothing was %s anywhere: start its agent, or name the other nodes by -s"
                            .formatted(rolling.done())));
        }
        if (rolling.drainSeconds() > 0 && view.drain() == NodeView.Drain.DRAINING) {
            return List.of(new Outcome(
                    node,
                    "",
                    Result.REFUSED,
                    "somebody drains it just now, so nothing was %s anywhere: wait for that, or `baton undrain %s`"
                            .formatted(rolling.done(), node)));
        }
        return List.of();
    }
}
