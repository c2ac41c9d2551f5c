package baton.actors.view;

import baton.actors.api.PrimaryStatus;
import baton.actors.wire.Wire;
import java.time.Instant;
import java.util.List;

/**
 * What a node says of itself to every configured host, each heartbeat and at once upon a change.
 *
 * @param startedAt start of the agent; with {@code tick} it tells a late report from a newer one
 * @param tick monotonic nanoseconds of the sender, comparable only between reports of one {@code startedAt}
 * @param farewell the agent ends on purpose: there will be no further report
 * @param configHash of the generated set that the node runs from
 */
public record NodeReport(
        String node,
        Instant startedAt,
        long tick,
        boolean farewell,
        String configHash,
        PrimaryStatus primary,
        List<ReportedProcess> processes)
        implements ClusterView.Command, Wire {

    public NodeReport {
        processes = List.copyOf(processes);
    }

    /** Whether this overtook {@code other} on its way, or says the same moment again. */
    boolean isNotNewerThan(NodeReport other) {
        return startedAt.equals(other.startedAt) && tick <= other.tick;
    }
}
