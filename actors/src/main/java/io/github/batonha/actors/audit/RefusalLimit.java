package io.github.batonha.actors.audit;

import java.util.function.LongSupplier;

/** So many refusals a second are recorded, the others are counted: a stranger must not fill the disk. Any thread. */
final class RefusalLimit {

    private static final int A_SECOND = 10;
    private static final long SECOND = 1_000_000_000L;

    private final LongSupplier monotonicNanos;
    private long begun;
    private int taken = A_SECOND;
    private long leftOut;

    RefusalLimit(LongSupplier monotonicNanos) {
        this.monotonicNanos = monotonicNanos;
        this.begun = monotonicNanos.getAsLong() - SECOND;
    }

    /** Whether this refusal is to be recorded; else it is counted. */
    synchronized boolean takes() {
        var now = monotonicNanos.getAsLong();
        if (now - begun >= SECOND) {
            begun = now;
            taken = 0;
        }
        if (taken < A_SECOND) {
            taken++;
            return true;
        }
        leftOut++;
        return false;
    }

    /** How many were left out since this was asked last. */
    synchronized long takeLeftOut() {
        var count = leftOut;
        leftOut = 0;
        return count;
    }

    /** These could not be recorded either. */
    synchronized void add(long count) {
        leftOut += count;
    }
}
