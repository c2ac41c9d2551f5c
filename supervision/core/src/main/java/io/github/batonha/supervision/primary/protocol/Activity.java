package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Epoch;

/** What a host does with primaryOnly processes. */
public sealed interface Activity {

    /** Just started: whatever an earlier life left is being ended, and nothing is answered until it is. */
    record Clearing(Epoch stale) implements Activity {}

    record Standby() implements Activity {}

    record Active(Epoch epoch) implements Activity {}

    record Ending(Epoch epoch, Cause cause, long sinceNanos) implements Activity {}

    /** Why processes are being ended. */
    enum Cause {
        /** Another node was ordered to be primary and asked. */
        RELEASE,
        /** The agent ends in good order. */
        STOP,
        /** A higher assignment is known: another node may be active already. */
        OVERTAKEN,
        /** The lease can't be renewed: they end in order before it does. */
        UNRENEWED,
        /** The page passed its deadline: the leash ends them anyway. */
        LEASE_LOST;

        /** The page is revoked first and everything is killed; what ends so is never a release. */
        public boolean isHurried() {
            return this == OVERTAKEN || this == LEASE_LOST;
        }
    }
}
