package io.github.batonha.supervision.lifecycle;

import java.time.Duration;
import java.time.Instant;

/**
 * How often a node starts processes anew that had to wait for it: a number a second, and as many at once after a pause.
 * Immutable. First restarts and starts by hand take nothing from it.
 *
 * @param interval from one start to the next at the full rate
 * @param burst how many may start at once
 * @param next when the start after the last one would stand at the full rate, were there no burst
 */
public record StartBudget(Duration interval, int burst, Instant next) {

    /** Nothing taken yet. */
    public static StartBudget perSecond(int starts) {
        return new StartBudget(Duration.ofSeconds(1).dividedBy(starts), starts, Instant.EPOCH);
    }

    /**
     * The budget after one start, and when that may be.
     *
     * @param at not before now
     */
    public record Taken(StartBudget left, Instant at) {}

    public Taken take(Instant now) {
        var earliest = next.minus(interval.multipliedBy(burst - 1L));
        var at = earliest.isAfter(now) ? earliest : now;
        var from = next.isAfter(at) ? next : at;
        return new Taken(new StartBudget(interval, burst, from.plus(interval)), at);
    }
}
