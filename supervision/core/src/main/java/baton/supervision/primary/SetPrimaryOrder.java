package baton.supervision.primary;

import java.util.Set;

/**
 * An operator's order to make this host the primary.
 *
 * @param id chosen by the shell, tells orders apart in {@link Effect.Tell}
 * @param confirmDown hosts that the operator asserts to be down
 */
public record SetPrimaryOrder(long id, String by, String reason, Set<String> confirmDown) {
    public SetPrimaryOrder {
        confirmDown = Hosts.copy(confirmDown);
    }
}
