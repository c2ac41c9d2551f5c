package io.github.batonha.client.metrics;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A number that only grows. Any thread; allocates nothing, waits for nobody and throws nothing. */
public final class Counter {

    private final @Nullable ByteBuffer page;
    private final int at;

    /** @param page none where the series was refused */
    Counter(@Nullable ByteBuffer page, int slot) {
        this.page = page;
        this.at = slot + PageLayout.VALUES_AT;
    }

    /** Adds one. */
    public void increment() {
        increment(1);
    }

    /** Adds so many; a negative number is ignored, for a counter does not go back. */
    public void increment(long by) {
        @Nullable ByteBuffer words = page;
        if (words != null && by > 0) {
            Words.add(words, at, by);
        }
    }
}
