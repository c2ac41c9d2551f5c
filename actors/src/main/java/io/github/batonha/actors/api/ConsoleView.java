package io.github.batonha.actors.api;

import io.github.batonha.actors.api.MonCluster.NodeView;
import io.github.batonha.actors.api.MonCluster.Primary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/console/stream}: {@link MonCluster} with all that each node last said of its processes. */
public record ConsoleView(
        @Nullable Primary primary, @Nullable Scheduled scheduled, List<Node> nodes) {
    public ConsoleView {
        nodes = List.copyOf(nodes);
    }

    /**
     * A node, and its processes beside it.
     *
     * @param node without processes
     * @param processes as the node last said, also where it is DOWN; empty where it was never heard
     */
    public record Node(NodeView node, List<ProcessStatus> processes) {
        public Node {
            processes = List.copyOf(processes);
        }
    }
}
