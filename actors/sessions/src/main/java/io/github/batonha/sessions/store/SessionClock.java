package io.github.batonha.sessions.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The wall clock without its steps. It runs by the monotonic clock from where the wall clock was at the start; {@link ClockWatch} lets
 * it follow the wall clock, so that a clock that is wrong for a while ends no session and stamps nothing. Any thread.
 */
public final class SessionClock implements InstantSource {

    private final InstantSource wall;
    private final LongSupplier monotonicNanos;
    private volatile long offsetMillis;

    public SessionClock(InstantSource wall, LongSupplier monotonicNanos) {
        this.wall = wall;
        this.monotonicNanos = monotonicNanos;
        this.offsetMillis = wall.millis() - monotonicMillis();
    }

    private long monotonicMillis() {
        return Math.floorDiv(monotonicNanos.getAsLong(), 1_000_000L);
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public long millis() {
        return monotonicMillis() + offsetMillis;
    }

    /** How far the wall clock is ahead of this one. */
    Duration jump() {
        return Duration.ofMillis(wall.millis() - millis());
    }

    void follow() {
        offsetMillis = wall.millis() - monotonicMillis();
    }
}
