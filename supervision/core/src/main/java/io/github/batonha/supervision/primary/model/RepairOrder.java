package io.github.batonha.supervision.primary.model;

import io.github.batonha.supervision.primary.protocol.Effect;
import java.util.Set;

/**
 * An operator's order to write the damaged store of this host anew.
 *
 * @param id shared with {@link SetPrimaryOrder#id()}: tells orders apart in {@link Effect.Tell}
 * @param confirmDown hosts that the operator asserts to be down, in the sense of SetPrimary
 * @param dryRun tell what would be written, and change nothing
 */
public record RepairOrder(long id, String by, String reason, Set<String> confirmDown, boolean dryRun) {

    public RepairOrder {
        confirmDown = Hosts.copy(confirmDown);
    }
}
