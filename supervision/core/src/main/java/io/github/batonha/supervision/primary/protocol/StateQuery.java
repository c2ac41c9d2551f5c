package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.RepairOrder;
import io.github.batonha.supervision.primary.model.SetPrimaryOrder;
import java.time.Duration;

/**
 * All hosts are asked what they know, and nobody promises anything: what a dry run and the repair of a store rest on. Held in memory
 * alone.
 *
 * @param open under an epoch that stays free; its phase is Querying, or Waiting until this host may speak
 */
public record StateQuery(Purpose purpose, Proposal.Open open) {

    /** What the answers are for. */
    public sealed interface Purpose {

        record DryRun() implements Purpose {}

        record Repair(RepairOrder order) implements Purpose {}
    }

    static StateQuery dryRun(SetPrimaryOrder order, Now now) {
        return new StateQuery(new Purpose.DryRun(), Proposal.Open.of(order, false, now));
    }

    static StateQuery repair(RepairOrder order, Now now) {
        var asked = new SetPrimaryOrder(order.id(), order.by(), order.reason(), order.confirmDown());
        return new StateQuery(new Purpose.Repair(order), Proposal.Open.of(asked, false, now));
    }

    StateQuery with(Proposal.Open next) {
        return new StateQuery(purpose, next);
    }

    boolean is(StateQuery other) {
        return open.order().id() == other.open.order().id();
    }

    Duration elapsed(Now now) {
        return now.since(open.orderedNanos());
    }
}
