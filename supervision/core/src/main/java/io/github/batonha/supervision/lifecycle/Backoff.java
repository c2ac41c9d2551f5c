package io.github.batonha.supervision.lifecycle;

import io.github.batonha.supervision.spec.RestartRules;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/** When a process may start again that ended by itself. */
final class Backoff {

    /** Doubling further than that exceeds any limit that can be set. */
    private static final int MOST_DOUBLINGS = 40;
    /** By how much of itself a wait is shortened at most, so that what failed together does not start together. */
    private static final double JITTER = 0.25;

    private Backoff() {}

    /**
     * Not before the returned time, which may be past. It counts from the last start: what lived longer than the wait starts
     * at once.
     */
    static Instant nextStart(RunHistory runHistory, Policy policy) {
        var history = runHistory.history();
        if (history.consecutiveFailures() == 0) {
            return history.lastStart();
        }
        var wait = wait(history.consecutiveFailures(), policy.restart());
        var u = new SplittableRandom(policy.jitterSeed() ^ runHistory.run()).nextDouble();
        return history.lastStart().plusNanos((long) (wait.toNanos() * (1 - JITTER * u)));
    }

    private static Duration wait(int failures, RestartRules rules) {
        var wait = rules.backoff();
        for (var i = 1; i < Math.min(failures, MOST_DOUBLINGS) && wait.compareTo(rules.maxBackoff()) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(rules.maxBackoff()) < 0 ? wait : rules.maxBackoff();
    }
}
