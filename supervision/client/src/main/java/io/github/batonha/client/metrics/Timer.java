package io.github.batonha.client.metrics;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How often something was done and how long it took: count, sum, the longest, and fixed buckets from 0.1 ms to 10 s. Any thread;
 * allocates nothing, waits for nobody and throws nothing.
 *
 * <pre>{@code
 * long start = System.nanoTime();
 * handle(event);
 * timer.recordSince(start);
 * }</pre>
 */
public final class Timer {

    private final @Nullable ByteBuffer page;
    private final int slot;

    /** @param page none where the series was refused */
    Timer(@Nullable ByteBuffer page, int slot) {
        this.page = page;
        this.slot = slot;
    }

    /** It took from then, a value of {@link System#nanoTime()}, until now. */
    public void recordSince(long startNanoTime) {
        recordNanos(System.nanoTime() - startNanoTime);
    }

    /** It took so long. */
    public void record(Duration taken) {
        recordNanos(
                taken.compareTo(Duration.ofDays(365)) > 0 ? Duration.ofDays(365).toNanos() : taken.toNanos());
    }

    /** It took so many nanoseconds; a negative number counts as 0. */
    public void recordNanos(long nanos) {
        @Nullable ByteBuffer words = page;
        if (words != null) {
            long taken = Math.max(0, nanos);
            Words.add(words, slot + PageLayout.VALUES_AT + PageLayout.bucket(taken) * Long.BYTES, 1);
            Words.add(words, slot + PageLayout.SUM_AT, taken);
            Words.raise(words, slot + PageLayout.MAX_AT, taken);
        }
    }
}
