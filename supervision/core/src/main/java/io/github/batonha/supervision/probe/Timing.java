package io.github.batonha.supervision.probe;

import java.time.Duration;

/**
 * When and how often is looked, in the words of Kubernetes.
 *
 * @param initialDelay before the first look
 * @param period from the end of a look to the beginning of the next one: looks never pile up
 * @param timeout for the whole of one look
 * @param successThreshold how many good ones in a row it takes to be ready
 * @param failureThreshold how many bad ones in a row it takes to count as failed
 */
public record Timing(
        Duration initialDelay, Duration period, Duration timeout, int successThreshold, int failureThreshold) {

    /** One good look, or three bad ones, a second each. */
    public static Timing every(Duration period) {
        return new Timing(Duration.ZERO, period, Duration.ofSeconds(1), 1, 3);
    }
}
