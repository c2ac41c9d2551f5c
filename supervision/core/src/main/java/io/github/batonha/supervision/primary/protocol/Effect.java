package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Assignment;
import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.Message;
import io.github.batonha.supervision.primary.model.PrimaryRecord;
import io.github.batonha.supervision.primary.model.Report;

/**
 * What a step wants done, in order. {@link Persist} is first where there is one, and nothing behind it may be done unless it
 * succeeded.
 */
public sealed interface Effect {

    record Persist(PrimaryRecord record) implements Effect {}

    record Send(String host, Message message) implements Effect {}

    /**
     * Push the lease page of the assignment's epoch with its grace, then adopt or start the primaryOnly processes.
     *
     * @param sinceNanos the lease counts from then, on the monotonic clock
     */
    record StartProcesses(Assignment assignment, long sinceNanos) implements Effect {}

    /** Others have renewed the lease of the active epoch: push its page to this reading of the monotonic clock. */
    record ExtendLease(Epoch epoch, long untilNanos) implements Effect {}

    /**
     * End them and everything that carries the marker; answered by {@link Event.ProcessesGone} with the same epoch. Comes
     * again by every tick until then, and may find the work done or under way.
     *
     * @param epoch {@link Epoch#NONE} at a start that found no mark
     * @param atOnce revoke the page first and kill, instead of stopping in order
     */
    record EndProcesses(Epoch epoch, boolean atOnce) implements Effect {}

    /**
     * Run the fence command of a silent host; answered by {@link Event.FenceEnded} with the same host and epoch. Whoever runs it
     * ends it at its time-out.
     *
     * @param epoch of the round that showed that the host has to be excluded
     */
    record Fence(String host, Epoch epoch, String by, String reason) implements Effect {}

    /** An operator had the store of this host written anew; for the history. May fail without harm. */
    record AppendRepair(Epoch promise, String primary, String by, String reason) implements Effect {}

    /** To whoever gave the order. */
    record Tell(long order, Report report) implements Effect {}

    /** A newer assignment became known. May fail without harm. */
    record AppendHistory(Assignment assignment) implements Effect {}

    /** The orderly end is reached. */
    record Stopped() implements Effect {}
}
