package io.github.batonha.client.metrics;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A number that goes up and down. Any thread; allocates nothing, waits for nobody and throws nothing. */
public final class Gauge {

    private final @Nullable ByteBuffer page;
    private final int at;

    /** @param page none where the series was refused */
    Gauge(@Nullable ByteBuffer page, int slot) {
        this.page = page;
        this.at = slot + PageLayout.VALUES_AT;
    }

    /** From now on it is that. */
    public void set(double value) {
        @Nullable ByteBuffer words = page;
        if (words != null) {
            Words.set(words, at, Double.doubleToRawLongBits(value));
        }
    }

    /** Adds so much, or takes it away where it is negative. */
    public void add(double by) {
        @Nullable ByteBuffer words = page;
        if (words != null) {
            Words.addDouble(words, at, by);
        }
    }
}
