package baton.actors.view;

import baton.actors.api.PrimaryStatus;
import baton.actors.wire.Wire;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node says of itself to every configured host, each heartbeat and at once upon a change.
 *
 * @param startedAt start of the agent; with {@code tick} it tells a late report from a newer one
 * @param tick monotonic nanoseconds of the sender, comparable only between reports of one {@code startedAt}
 * @param farewell the agent ends on purpose: there will be no further report
 * @param configHash of the generated set that the node runs from
 * @param drain DRAINING or DRAINED, null where users are welcome
 */
public record NodeReport(
        String node,
        Instant startedAt,
        long tick,
        boolean farewell,
        String configHash,
        PrimaryStatus primary,
        List<ReportedProcess> processes,
        @Nullable String drain)
        implements ClusterView.Command, Wire {

    public NodeReport {
        processes = List.copyOf(processes);
    }

    /** Of a node that is not drained. */
    NodeReport(
            String node,
            Instant startedAt,
            long tick,
            boolean farewell,
            String configHash,
            PrimaryStatus primary,
            List<ReportedProcess> processes) {
        this(node, startedAt, tick, farewell, configHash, primary, processes, null);
    }

    /** Whether this overtook {@code other} on its way, or says the same moment again. */
    boolean isNotNewerThan(NodeReport other) {
        return startedAt.equals(other.startedAt) && tick <= other.tick;
    }
}
