package io.github.batonha.supervision.lifecycle;

import java.time.Duration;
import java.time.Instant;

/**
 * How to stop.
 *
 * @param within from SIGTERM to SIGKILL, counted from the signal
 * @param isForced SIGKILL at once
 */
public record StopOrder(Duration within, boolean isForced) {

    Instant killAt(Instant signalled) {
        return isForced ? signalled : signalled.plus(within);
    }

    /** Two orders at once: the one that is quicker holds. */
    StopOrder quicker(StopOrder other) {
        return new StopOrder(within.compareTo(other.within) <= 0 ? within : other.within, isForced || other.isForced);
    }
}
