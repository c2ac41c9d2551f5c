package io.github.batonha.actors.api;

import io.github.batonha.actors.wire.Wire;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * {@code POST /api/v1/apply}: run from the revision that was installed last.
 *
 * @param hosts where; empty: the node that is asked
 * @param everyNode all hosts of the system, in place of {@code hosts}
 * @param dryRun only say what would be done
 * @param by who asks
 * @param shown by node, {@link Outcome#plan} of what was shown: a node of which another plan, or none, was shown refuses. Empty: whatever
 *     is installed is meant
 * @param rolling one node after the other, the next when the last is ready again
 * @param drainSeconds with {@code rolling}: take the users of each node away first, and wait so long for them; 0: don't
 * @param reason why, for the events; may be empty
 * @param processes these alone; empty: all of it
 */
public record ApplyRequest(
        List<String> hosts,
        boolean everyNode,
        boolean dryRun,
        String by,
        Map<String, String> shown,
        boolean rolling,
        int drainSeconds,
        String reason,
        List<String> processes)
        implements Wire {
    public ApplyRequest {
        hosts = List.copyOf(hosts);
        // A node of an earlier release sends none.
        shown = Map.copyOf(Objects.requireNonNullElse(shown, Map.of()));
        reason = Objects.requireNonNullElse(reason, "");
        processes = List.copyOf(Objects.requireNonNullElse(processes, List.of()));
    }

    /** Only to see what it would do. */
    public ApplyRequest asDryRun() {
        return new ApplyRequest(hosts, everyNode, true, by, shown, rolling, drainSeconds, reason, processes);
    }

    /** Of all processes. */
    public ApplyRequest(
            List<String> hosts,
            boolean everyNode,
            boolean dryRun,
            String by,
            Map<String, String> shown,
            boolean rolling,
            int drainSeconds,
            String reason) {
        this(hosts, everyNode, dryRun, by, shown, rolling, drainSeconds, reason, List.of());
    }

    /** On all its nodes at once, for no reason that is told. */
    public ApplyRequest(List<String> hosts, boolean everyNode, boolean dryRun, String by, Map<String, String> shown) {
        this(hosts, everyNode, dryRun, by, shown, false, 0, "");
    }

    /** Of whatever is installed. */
    public ApplyRequest(List<String> hosts, boolean everyNode, boolean dryRun, String by) {
        this(hosts, everyNode, dryRun, by, Map.of());
    }
}
