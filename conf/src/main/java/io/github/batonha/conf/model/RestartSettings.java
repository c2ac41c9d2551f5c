package io.github.batonha.conf.model;

import io.github.batonha.supervision.spec.RestartPolicy;
import io.github.batonha.supervision.spec.RestartRules;
import io.github.batonha.supervision.spec.StandbyMode;
import java.time.Duration;

/**
 * How processes are restarted that do not say, and how many a node starts at a time.
 *
 * @param maxRestarts after so many within the period a process is given up on
 * @param period how long a restart is counted
 * @param backoff first wait between two starts
 * @param maxBackoff longest wait between two starts
 * @param stableAfter ready for so long, earlier restarts of a process are forgotten
 * @param perSecond restarts of a node that had to wait, in a second
 * @param parallelStarts processes of a node that may be on their way to ready at a time
 * @param standby of JVMs that are primaryOnly, where the node is not the primary
 */
public record RestartSettings(
        int maxRestarts,
        Duration period,
        Duration backoff,
        Duration maxBackoff,
        Duration stableAfter,
        int perSecond,
        int parallelStarts,
        StandbyMode standby) {

    public static final RestartSettings DEFAULT = of(RestartRules.of(RestartPolicy.PERMANENT));

    private static RestartSettings of(RestartRules rules) {
        return new RestartSettings(
                rules.maxRestarts(),
                rules.period(),
                rules.backoff(),
                rules.maxBackoff(),
                rules.stableAfter(),
                10,
                1000,
                StandbyMode.WARM);
    }

    /** Otherwise the same. */
    public RestartSettings withBackoff(Duration first) {
        return new RestartSettings(
                maxRestarts, period, first, maxBackoff, stableAfter, perSecond, parallelStarts, standby);
    }

    /** Otherwise the same. */
    public RestartSettings withParallelStarts(int most) {
        return new RestartSettings(maxRestarts, period, backoff, maxBackoff, stableAfter, perSecond, most, standby);
    }

    /** Otherwise the same. */
    RestartSettings withStarts(int inASecond, int atATime) {
        return new RestartSettings(maxRestarts, period, backoff, maxBackoff, stableAfter, inASecond, atATime, standby);
    }
}
