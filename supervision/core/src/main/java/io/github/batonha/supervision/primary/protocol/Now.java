package io.github.batonha.supervision.primary.protocol;

import java.time.Duration;
import java.time.Instant;

/**
 * The moment of a step.
 *
 * @param nanos local monotonic reading, as of {@link System#nanoTime()}: all waits are measured by it
 * @param wall for epochs and records only
 */
public record Now(long nanos, Instant wall) {

    Duration since(long earlier) {
        return Duration.ofNanos(nanos - earlier);
    }

    long after(Duration wait) {
        return nanos + wait.toNanos();
    }

    boolean hasReached(long deadline) {
        return nanos - deadline >= 0;
    }

    Duration until(long deadline) {
        return hasReached(deadline) ? Duration.ZERO : Duration.ofNanos(deadline - nanos);
    }
}
