package io.github.batonha.supervision.lifecycle;

import java.time.Instant;

/**
 * The number of the newest run and the restarts up to it; every state has one.
 *
 * @param run number of the newest run, which only grows
 */
public record RunHistory(long run, RestartHistory history) {

    /** Before the first run. */
    public static final RunHistory NONE = new RunHistory(0, RestartHistory.NONE);

    RunHistory nextRun(Instant now) {
        return new RunHistory(run + 1, history.started(now));
    }

    RunHistory with(RestartHistory changed) {
        return new RunHistory(run, changed);
    }
}
