package io.github.batonha.supervision.primary.model;

import io.github.batonha.supervision.primary.protocol.Effect;
import java.util.Set;

/**
 * An operator's order to make this host the primary.
 *
 * @param id chosen by the shell, tells orders apart in {@link Effect.Tell}
 * @param confirmDown hosts that the operator asserts to be down
 * @param fence hosts that are switched off by their fence command if they are silent and have to be excluded
 * @param overridden what the operator has decided not to matter
 * @param facts what the target's agent has seen of itself
 * @param dryRun tell what would happen, and change nothing
 */
public record SetPrimaryOrder(
        long id,
        String by,
        String reason,
        Set<String> confirmDown,
        Set<String> fence,
        Set<Reason.Code> overridden,
        TargetFacts facts,
        boolean dryRun) {
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_REASON = 500;

    /** Cuts off what would not fit into the durable record. */
    public SetPrimaryOrder {
        by = by.substring(0, Math.min(by.length(), LONGEST_NAME));
        reason = reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
        confirmDown = Hosts.copy(confirmDown);
        fence = Hosts.copy(fence);
        overridden = Set.copyOf(overridden);
    }

    /** Fences nobody and overrides nothing. */
    public SetPrimaryOrder(long id, String by, String reason, Set<String> confirmDown) {
        this(id, by, reason, confirmDown, Set.of(), Set.of(), TargetFacts.NONE, false);
    }

    /** Hosts that may be excluded, one way or the other. */
    public Set<String> excludable() {
        return Hosts.union(confirmDown, fence);
    }
}
