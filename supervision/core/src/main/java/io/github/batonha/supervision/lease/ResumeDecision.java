package io.github.batonha.supervision.lease;

import io.github.batonha.client.LeasePage;
import io.github.batonha.supervision.primary.model.PrimaryRecord;

/** What an agent, or a new actor system of it, makes of an activation that it finds. */
public sealed interface ResumeDecision {

    /** The activation goes on under its epoch; nobody is asked. */
    record Continue() implements ResumeDecision {}

    /** It ends: what is left of it is ended, its mark cleared. {@code why} is for the log. */
    record Standby(String why) implements ResumeDecision {}

    /**
     * Decides.
     *
     * @param record the durable record, empty if the store is not intact
     * @param page the lease page as found
     * @param nowNanos {@link System#nanoTime()}
     * @param hasLiveRun whether a run of the active mark's epoch lives that can be adopted
     */
    static ResumeDecision of(PrimaryRecord record, LeasePage.Reading page, long nowNanos, boolean hasLiveRun) {
        var active = record.active();
        if (!active.exists()) {
            return new Standby("this node was not active");
        }
        if (!page.intact() || !page.ofThisBoot()) {
            return new Standby("the lease page is of an earlier boot, missing or damaged");
        }
        if (page.epoch() != active.number()) {
            return new Standby("the lease page was revoked, or is of another epoch");
        }
        if (page.deadlineNanos() - nowNanos <= 0) {
            return new Standby("the lease page has passed its deadline");
        }
        return hasLiveRun ? new Continue() : new Standby("no primaryOnly process of its epoch is alive");
    }
}
