package io.github.batonha.test;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits for a condition, with a deadline far beyond what it takes. */
public final class Await {
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private Await() {}

    /** As {@link #until(String, Duration, Callable)}, for 90 s at most. */
    public static void until(String what, Callable<Boolean> condition) {
        until(what, LONG, condition);
    }

    /** As {@link #until(String, Duration, Duration, Callable)}, with a look every 20 ms. */
    public static void until(String what, Duration within, Callable<Boolean> condition) {
        until(what, within, LOOK_EVERY, condition);
    }

    /** Looks in the caller's thread. A look that throws counts as not yet; the error at the deadline tells what it threw. */
    public static void until(String what, Duration within, Duration lookEvery, Callable<Boolean> condition) {
        var last = new AtomicReference<@Nullable Throwable>();
        try {
            await(what)
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(lookEvery)
                    .atMost(within)
                    .until(() -> {
                        try {
                            last.set(null);
                            return condition.call();
                        } catch (Exception | AssertionError e) {
                            last.set(e);
                            return false;
                        }
                    });
        } catch (ConditionTimeoutException e) {
            var error = new AssertionError("not within %s: %s".formatted(within, what), last.get());
            error.addSuppressed(e);
            throw error;
        }
    }
}
