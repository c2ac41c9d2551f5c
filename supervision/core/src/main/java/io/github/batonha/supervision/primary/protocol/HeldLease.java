package io.github.batonha.supervision.primary.protocol;

import java.util.Set;

/**
 * The lease of an active host as operators see it.
 *
 * @param grantedBy voters that granted it as it stands; empty where an earlier agent was granted it
 * @param sinceNanos when it was asked for, on the host's monotonic clock
 * @param untilNanos when it ends unless it is renewed, on the same clock
 */
public record HeldLease(Set<String> grantedBy, long sinceNanos, long untilNanos) {

    public HeldLease {
        grantedBy = Set.copyOf(grantedBy);
    }
}
