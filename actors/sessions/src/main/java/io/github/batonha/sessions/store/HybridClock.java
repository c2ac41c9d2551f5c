package io.github.batonha.sessions.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hybrid logical clock (Kulkarni, Demirbas and others, "Logical Physical Clocks", 2014): stamps grow with every event and with every
 * stamp heard of, and stay as close to the wall clock as the clocks of the cluster are to each other.
 *
 * <p>A stamp is one long: milliseconds of the epoch, shifted left by 16 bits, and a counter below. Where the counter
 * overflows it carries into the milliseconds, which is what the algorithm wants. Safe for use by many threads.
 */
public final class HybridClock {

    private static final int COUNTER_BITS = 16;

    private final InstantSource wall;
    private final AtomicLong last = new AtomicLong();

    public HybridClock(InstantSource wall) {
        this.wall = wall;
    }

    /** Stamps an event: later than all that this clock gave out or observed. */
    public long tick() {
        var physical = ofMillis(wall.millis());
        return last.updateAndGet(stamp -> Math.max(stamp + 1, physical));
    }

    /** Takes a stamp of another node into account: what is stamped here from now on is later. */
    public void observe(long stamp) {
        last.accumulateAndGet(stamp, Math::max);
    }

    /** The present, not before anything stamped or observed: what an event now would be stamped at the earliest. */
    public long now() {
        return Math.max(last.get(), ofMillis(wall.millis()));
    }

    /**
     * Milliseconds of the epoch by which expiry is judged. Connected nodes agree on it but for a message's delay, and it never
     * goes back, also when a wall clock does.
     */
    public long millis() {
        return millisOf(now());
    }

    InstantSource wall() {
        return wall;
    }

    /** The time without regard to stamps. */
    long physicalMillis() {
        return wall.millis();
    }

    /** For when all stamps that were given out since have been taken back. */
    void reset(long stamp) {
        last.set(stamp);
    }

    /** How far a stamp is ahead of this node's wall clock; negative when it is behind. */
    public Duration ahead(long stamp) {
        return Duration.ofMillis(millisOf(stamp) - wall.millis());
    }

    static long millisOf(long stamp) {
        return stamp >> COUNTER_BITS;
    }

    static long ofMillis(long millis) {
        return millis << COUNTER_BITS;
    }
}
