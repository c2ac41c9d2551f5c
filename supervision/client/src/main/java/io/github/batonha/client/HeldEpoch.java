package io.github.batonha.client;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The epoch that this JVM was promoted to, and those who wait for that. Any thread. */
final class HeldEpoch {

    /** Stands for no promotion: no page ever grants it. */
    static final long NONE = Long.MIN_VALUE;

    private static final Object LOCK = new Object();
    private static volatile long epoch = NONE;
    private static volatile boolean isHeld;
    private static @Nullable Runnable firstWait;

    private HeldEpoch() {}

    static long get() {
        return epoch;
    }

    /** The application initializes itself, and waits then: the first time that it does, this is run. */
    static void onFirstWait(Runnable once) {
        synchronized (LOCK) {
            isHeld = true;
            firstWait = once;
        }
    }

    /** Wakes those who wait. What is said meanwhile is said before they go on, and after all that was said of waiting. */
    static void promoted(long to, Runnable saying) {
        synchronized (LOCK) {
            epoch = to;
            saying.run();
            LOCK.notifyAll();
        }
    }

    /** Waits for the promotion, or until the time is over. Returns at once where there is none to wait for. */
    static void await(long nanos) throws InterruptedException {
        if (!isHeld) {
            return;
        }
        synchronized (LOCK) {
            @Nullable Runnable once = firstWait;
            firstWait = null;
            if (once != null && epoch == NONE) {
                once.run();
            }
            long end = System.nanoTime() + nanos;
            long left = nanos;
            while (epoch == NONE && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(LOCK, left);
                left = end - System.nanoTime();
            }
        }
    }
}
