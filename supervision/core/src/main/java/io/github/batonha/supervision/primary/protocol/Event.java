package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.FenceResult;
import io.github.batonha.supervision.primary.model.Message;
import io.github.batonha.supervision.primary.model.RepairOrder;
import io.github.batonha.supervision.primary.model.SetPrimaryOrder;

/** What happens to a host. */
public sealed interface Event {

    record Received(String from, Message message) implements Event {}

    record SetPrimary(SetPrimaryOrder order) implements Event {}

    /** Answers {@link Effect.Fence}. */
    record FenceEnded(String host, Epoch epoch, FenceResult result) implements Event {}

    /** An operator wants the damaged store of this host written anew. */
    record RepairStore(RepairOrder order) implements Event {}

    /**
     * Answers {@link Effect.EndProcesses}: the lease page is revoked, every run's session has ended and no process carries
     * the marker any more.
     */
    record ProcessesGone(Epoch epoch) implements Event {}

    /** The page of this epoch passed its deadline before it was pushed again. */
    record LeaseLost(Epoch epoch) implements Event {}

    /** The agent is to end in good order. */
    record Stop() implements Event {}

    /**
     * A step's record could not be made durable. Given to the state <em>before</em> that step, whose effects were dropped:
     * the event counts as not having happened.
     */
    record PersistFailed(String why, Event cause) implements Event {}

    /** Time has passed. Everything that waits or was sent in vain is looked at again. */
    record Tick() implements Event {}
}
