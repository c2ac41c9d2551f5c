package io.github.batonha.client;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, with a deadline far beyond what it takes. */
final class Await {

    private static final Duration AT_MOST = Duration.ofSeconds(60);

    private Await() {}

    static void until(String what, Callable<Boolean> condition) throws Exception {
        long by = System.nanoTime() + AT_MOST.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() - by >= 0) {
                throw new AssertionError("within %s it did not come about that %s".formatted(AT_MOST, what));
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
