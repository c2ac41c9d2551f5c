package io.github.batonha.actors.http;

import java.util.concurrent.atomic.AtomicInteger;

/** How many pages watch this node. A page counts as long as its stream runs, and not before. Any thread. */
final class Watchers {
    /** A page has one stream, and each of them costs two looks at the cluster a second. */
    static final int MOST = 32;

    private final AtomicInteger count = new AtomicInteger();

    boolean isFull() {
        return count.get() >= MOST;
    }

    /** Whether there was a place for one more. */
    boolean enter() {
        return count.getAndUpdate(before -> Math.min(before + 1, MOST)) < MOST;
    }

    /** By one that had entered. */
    void leave() {
        count.decrementAndGet();
    }
}
