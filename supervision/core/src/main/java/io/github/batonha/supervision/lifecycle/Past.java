package io.github.batonha.supervision.lifecycle;

import java.time.Instant;

/**
 * What every state knows.
 *
 * @param run number of the newest run, which only grows
 */
public record Past(long run, RestartHistory history) {

    /** Before the first run. */
    public static final Past NONE = new Past(0, RestartHistory.NONE);

    Past nextRun(Instant now) {
        return new Past(run + 1, history.started(now));
    }

    Past with(RestartHistory changed) {
        return new Past(run, changed);
    }
}
