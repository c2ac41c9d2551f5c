package io.github.batonha.actors.view;

import io.github.batonha.actors.api.MonCluster.NodeView.Drain;
import io.github.batonha.actors.api.PrimaryStatus;
import io.github.batonha.actors.api.Scheduled;
import io.github.batonha.actors.wire.Wire;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node says of itself to every configured host, each heartbeat and at once upon a change.
 *
 * @param startedAt start of the agent; with {@code tick} it tells a late report from a newer one
 * @param tick monotonic nanoseconds of the sender, comparable only between reports of one {@code startedAt}
 * @param farewell the agent ends on purpose: there will be no further report
 * @param configHash of the installed revision that the node runs from
 * @param warning what operators should do something about; empty or, of an agent of an earlier release, null where there is nothing
 * @param drain null where users are welcome
 * @param part which one of {@code parts} this is, from 0: a report that does not fit into one message goes in several, all with the
 *     same {@code tick}
 * @param parts 1 or, as earlier releases send it, 0 where the report is whole
 * @param version of baton; empty or, of an agent of an earlier release, null where it is not known
 * @param scheduled the node is to become primary later; null where it is not
 */
public record NodeReport(
        String node,
        Instant startedAt,
        long tick,
        boolean farewell,
        String configHash,
        PrimaryStatus primary,
        List<ReportedProcess> processes,
        @Nullable Drain drain,
        int part,
        int parts,
        @Nullable String warning,
        @Nullable String version,
        @Nullable Scheduled scheduled)
        implements ViewInput, Wire {

    public NodeReport {
        processes = List.copyOf(processes);
    }

    /** Of an agent that does not tell its version. */
    public NodeReport(
            String node,
            Instant startedAt,
            long tick,
            boolean farewell,
            String configHash,
            PrimaryStatus primary,
            List<ReportedProcess> processes,
            @Nullable Drain drain,
            int part,
            int parts,
            @Nullable String warning) {
        this(node, startedAt, tick, farewell, configHash, primary, processes, drain, part, parts, warning, null, null);
    }

    /** The same moment, with these processes. */
    NodeReport part(PrimaryStatus briefly, List<ReportedProcess> some, int index, int count) {
        return new NodeReport(
                node,
                startedAt,
                tick,
                farewell,
                configHash,
                briefly,
                some,
                drain,
                index,
                count,
                warning,
                version,
                scheduled);
    }

    boolean isOfOneMomentWith(NodeReport other) {
        return startedAt.equals(other.startedAt) && tick == other.tick && parts == other.parts;
    }

    /** Whether this overtook {@code other} on its way, or says the same moment again. */
    boolean isNotNewerThan(NodeReport other) {
        return startedAt.equals(other.startedAt) && tick <= other.tick;
    }
}
