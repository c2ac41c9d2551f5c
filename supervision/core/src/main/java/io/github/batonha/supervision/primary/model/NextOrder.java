package io.github.batonha.supervision.primary.model;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * A SetPrimary that would help after a refusal, as data: the command line says what to type for it.
 *
 * @param target the node to make primary
 * @param confirmDown hosts that the operator has to confirm down
 * @param fence hosts to be switched off by their fence command
 * @param overridden reasons that the operator decides not to matter
 * @param reason for the history; needed where something is overridden, may be empty until then
 */
public record NextOrder(
        String target, Set<String> confirmDown, Set<String> fence, Set<Reason.Code> overridden, String reason) {

    public NextOrder {
        confirmDown = Hosts.copy(confirmDown);
        fence = Hosts.copy(fence);
        overridden = Set.copyOf(overridden);
    }

    /** The same order once more. */
    public static NextOrder of(String target, SetPrimaryOrder order) {
        return new NextOrder(target, order.confirmDown(), order.fence(), order.overridden(), order.reason());
    }

    public NextOrder confirmingDown(Collection<String> hosts) {
        return new NextOrder(target, Hosts.union(confirmDown, hosts), Hosts.minus(fence, hosts), overridden, reason);
    }

    public NextOrder fencing(Collection<String> hosts) {
        return new NextOrder(target, Hosts.minus(confirmDown, hosts), Hosts.union(fence, hosts), overridden, reason);
    }

    /** Neither confirms these hosts down nor fences them. */
    public NextOrder without(Collection<String> hosts) {
        return new NextOrder(target, Hosts.minus(confirmDown, hosts), Hosts.minus(fence, hosts), overridden, reason);
    }

    public NextOrder overriding(Reason.Code code) {
        var added = new HashSet<>(overridden);
        added.add(code);
        return new NextOrder(target, confirmDown, fence, added, reason);
    }
}
