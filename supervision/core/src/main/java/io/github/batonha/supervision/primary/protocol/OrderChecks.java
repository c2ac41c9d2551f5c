package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Hosts;
import io.github.batonha.supervision.primary.model.Reason;
import io.github.batonha.supervision.primary.model.SetPrimaryOrder;
import io.github.batonha.supervision.primary.model.StoreCondition;
import java.util.Optional;

/** What can be said of an order before anybody is asked; the same for a dry run and for the real one. */
final class OrderChecks {

    private final StepView step;

    OrderChecks(StepView step) {
        this.step = step;
    }

    /** What stands against an order before anybody is asked. */
    Optional<Reason> objection(SetPrimaryOrder order) {
        var self = step.self();
        var both = Hosts.intersection(order.fence(), order.confirmDown());
        if (step.store() instanceof StoreCondition.Damaged(String why)) {
            return Optional.of(Reason.of(
                    Reason.Code.STORE_DAMAGED,
                    "its store is damaged: " + why,
                    "Make another node primary. To let %s take part again, have its store repaired there."
                            .formatted(self)));
        } else if (step.stopping()) {
            return Optional.of(Reason.of(
                    Reason.Code.AGENT_STOPPING, "its agent is being stopped", "Order it again when the agent runs."));
        } else if (step.settings().witness()) {
            return Optional.of(Reason.of(
                    Reason.Code.WITNESS,
                    "it is a witness, which votes and runs no processes",
                    "Make a host that is no witness primary."));
        } else if (order.excludable().contains(self)) {
            return Optional.of(Reason.of(
                    Reason.Code.WRONG_ORDER,
                    "it can't be down itself",
                    "Neither fence %1$s nor confirm it down.".formatted(self)));
        } else if (!both.isEmpty()) {
            return Optional.of(Reason.of(
                    Reason.Code.WRONG_ORDER,
                    "%s is to be fenced and is said to be down".formatted(Texts.list(both)),
                    "Either fence it or confirm it down."));
        }
        return Optional.empty();
    }

    /** Whether nothing is to be done for it. */
    boolean isDone(SetPrimaryOrder order) {
        return step.activity() instanceof Activity.Active && !wouldChangeHosts(order) && !wouldChangeTerms();
    }

    String primaryAlready() {
        return "%s is primary already, under epoch %d"
                .formatted(step.self(), step.record().active().number());
    }

    private boolean wouldChangeTerms() {
        var present = step.record().assignment().terms();
        var next = step.settings().terms();
        return present.guard() != next.guard() || (next.isByVotes() && !present.equals(next));
    }

    /** Whether a new assignment would know other hosts than the present one. */
    private boolean wouldChangeHosts(SetPrimaryOrder order) {
        var assigned = step.record().assignment().hosts();
        var added = Hosts.minus(step.settings().hosts(), assigned);
        var removed = Hosts.minus(assigned, step.settings().hosts());
        removed = Hosts.intersection(removed, order.excludable());
        return !added.isEmpty() || !removed.isEmpty();
    }
}
