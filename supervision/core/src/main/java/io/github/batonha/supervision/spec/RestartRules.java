package io.github.batonha.supervision.spec;

import java.time.Duration;
import java.util.Set;

/**
 * What follows an end that nobody asked for.
 *
 * @param maxRestarts how many restarts may follow unstable runs within the period; the next such end is given up on
 * @param period how long such a restart is counted
 * @param backoff least time between the last two starts when a second restart in a row follows; doubled for each further one.
 *     The first restart never waits
 * @param maxBackoff to which that time grows
 * @param stableAfter a run that was ready for so long ends the row, and all restarts before it are forgotten
 * @param successExits exit statuses that mean success; a signal N that ended the process counts as 128 + N, as in a shell
 */
public record RestartRules(
        RestartPolicy policy,
        int maxRestarts,
        Duration period,
        Duration backoff,
        Duration maxBackoff,
        Duration stableAfter,
        Set<Integer> successExits) {

    public RestartRules {
        successExits = Set.copyOf(successExits);
    }

    /** The defaults, as they stand in the reference of the configuration. */
    public static RestartRules of(RestartPolicy policy) {
        return new RestartRules(
                policy,
                20,
                Duration.ofMinutes(30),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofSeconds(10),
                Set.of(0));
    }

    /** With the same budget after every end. */
    public RestartRules always() {
        return new RestartRules(
                RestartPolicy.PERMANENT, maxRestarts, period, backoff, maxBackoff, stableAfter, successExits);
    }

    /** Otherwise the same. */
    public RestartRules withBackoff(Duration first) {
        return new RestartRules(policy, maxRestarts, period, first, maxBackoff, stableAfter, successExits);
    }

    /** Otherwise the same. */
    public RestartRules withIntensity(int restarts, Duration within) {
        return new RestartRules(policy, restarts, within, backoff, maxBackoff, stableAfter, successExits);
    }
}
