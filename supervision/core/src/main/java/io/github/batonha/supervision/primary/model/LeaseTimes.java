package io.github.batonha.supervision.primary.model;

import java.time.Duration;

/**
 * How long primaryOnly processes may outlive their agent.
 *
 * @param grace from the last push of the lease page to its deadline
 * @param margin added by whoever waits for their end elsewhere: covers clock drift and the leash's own period
 */
public record LeaseTimes(Duration grace, Duration margin) {

    public static final LeaseTimes NONE = new LeaseTimes(Duration.ZERO, Duration.ZERO);

    public LeaseTimes {
        if (grace.isNegative() || margin.isNegative()) {
            throw new IllegalArgumentException(
                    "lease times must not be negative, were grace %s, margin %s".formatted(grace, margin));
        }
    }

    /** What another node has to wait. */
    public Duration total() {
        return grace.plus(margin);
    }

    /**
     * How long before the end of a lease that others renew the processes may be told to end, at most: a few renewals may be lost first.
     *
     * @param renewEvery how often it is renewed
     */
    public Duration longestStop(Duration renewEvery) {
        return larger(grace.dividedBy(2), grace.minus(renewEvery.multipliedBy(4)));
    }

    /** The larger of each, so that no JVM is declared gone too early where configurations differ. */
    public LeaseTimes max(LeaseTimes other) {
        return new LeaseTimes(larger(grace, other.grace), larger(margin, other.margin));
    }

    private static Duration larger(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
