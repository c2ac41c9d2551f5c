package baton.supervision.primary;

import java.util.Set;

/**
 * An operator's order to make this host the primary.
 *
 * @param id chosen by the shell, tells orders apart in {@link Effect.Tell}
 * @param confirmDown hosts that the operator asserts to be down
 */
public record SetPrimaryOrder(long id, String by, String reason, Set<String> confirmDown) {
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_REASON = 500;

    /** Cuts off what would not fit into the durable record. */
    public SetPrimaryOrder {
        by = by.substring(0, Math.min(by.length(), LONGEST_NAME));
        reason = reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
        confirmDown = Hosts.copy(confirmDown);
    }
}
