package io.github.batonha.actors.operations;

import io.github.batonha.actors.api.ApplyRequest;
import io.github.batonha.actors.api.MonCluster.NodeView;
import io.github.batonha.actors.api.Operation;

/**
 * What is done on one node after the other. Pure.
 *
 * @param done what has become of a node then: {@code restarted}
 * @param rest how the rest is ordered once more, before their names
 * @param drainSeconds how long users of each node are waited for; 0 to leave them where they are
 */
record RollingOrder(Work work, String done, String rest, boolean everyNode, int drainSeconds, String by) {

    sealed interface Work {
        record Restart(Operation operation) implements Work {}

        record Apply(ApplyRequest request) implements Work {}
    }

    static RollingOrder of(Operation operation) {
        return new RollingOrder(
                new Work.Restart(operation),
                "restarted",
                "restart the rest with --rolling -s",
                operation.everyNode(),
                operation.drainSeconds(),
                operation.by());
    }

    static RollingOrder of(ApplyRequest request) {
        return new RollingOrder(
                new Work.Apply(request),
                "applied",
                "apply on the rest with --rolling -s",
                request.everyNode(),
                request.drainSeconds(),
                request.by());
    }

    /** Users of a node are not taken away for a process that is not there; a node that was named says so itself. */
    boolean leavesOut(NodeView view) {
        return everyNode
                && switch (work) {
                    case Work.Restart(var operation) ->
                        operation.scope() == Operation.Scope.PROCESS
                                && view.notPlaced().contains(operation.name());
                    case Work.Apply _ -> false;
                };
    }
}
