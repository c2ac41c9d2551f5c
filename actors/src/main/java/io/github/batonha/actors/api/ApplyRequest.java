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
 */
public record ApplyRequest(List<String> hosts, boolean everyNode, boolean dryRun, String by, Map<String, String> shown)
        implements Wire {
    public ApplyRequest {
        hosts = List.copyOf(hosts);
        // A node of an earlier release sends none.
        shown = Map.copyOf(Objects.requireNonNullElse(shown, Map.of()));
    }

    /** Of whatever is installed. */
    public ApplyRequest(List<String> hosts, boolean everyNode, boolean dryRun, String by) {
        this(hosts, everyNode, dryRun, by, Map.of());
    }
}
