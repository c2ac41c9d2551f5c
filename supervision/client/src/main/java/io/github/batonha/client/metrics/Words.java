package io.github.batonha.client.metrics;

import java.nio.ByteBuffer;

/** Atomic changes of words of a page. */
final class Words {

    private Words() {}

    static void add(ByteBuffer page, int at, long by) {
        PageLayout.WORDS.getAndAdd(page, at, by);
    }

    static void set(ByteBuffer page, int at, long value) {
        PageLayout.WORDS.setVolatile(page, at, value);
    }

    static void addDouble(ByteBuffer page, int at, double by) {
        long known;
        do {
            known = (long) PageLayout.WORDS.getVolatile(page, at);
        } while (!PageLayout.WORDS.weakCompareAndSet(
                page, at, known, Double.doubleToRawLongBits(Double.longBitsToDouble(known) + by)));
    }

    static void raise(ByteBuffer page, int at, long to) {
        long known = (long) PageLayout.WORDS.getOpaque(page, at);
        while (to > known && !PageLayout.WORDS.weakCompareAndSet(page, at, known, to)) {
            known = (long) PageLayout.WORDS.getVolatile(page, at);
        }
    }

    static long get(ByteBuffer page, int at) {
        return (long) PageLayout.WORDS.getVolatile(page, at);
    }
}
