package io.github.batonha.actors.wire;

import java.time.Duration;

/**
 * The moment at which the actors of a node tell other nodes what they tell them again and again. What is sent at one moment leaves together,
 * and wakes both nodes once instead of once for each of it. Pure.
 */
public final class Pulse {

    private Pulse() {}

    /** The time until the next one. A timer that is started with it each time neither drifts nor catches up after a pause. */
    public static Duration next(long monotonicNanos, Duration every) {
        var nanos = every.toNanos();
        return Duration.ofNanos(nanos - Math.floorMod(monotonicNanos, nanos));
    }
}
