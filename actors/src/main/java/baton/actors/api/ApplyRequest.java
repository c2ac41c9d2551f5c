package baton.actors.api;

import baton.actors.wire.Wire;
import java.util.List;

/**
 * {@code POST /api/v1/apply}: run from the set that was installed last.
 *
 * @param hosts where; empty: the node that is asked
 * @param everyNode all hosts of the system, in place of {@code hosts}
 * @param dryRun only say what would be done
 * @param by who asks
 */
public record ApplyRequest(List<String> hosts, boolean everyNode, boolean dryRun, String by) implements Wire {
    public ApplyRequest {
        hosts = List.copyOf(hosts);
    }
}
