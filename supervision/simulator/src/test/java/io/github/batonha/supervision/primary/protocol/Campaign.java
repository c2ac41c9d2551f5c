package io.github.batonha.supervision.primary.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Many seeds of one profile, on all processors. */
final class Campaign {

    private static final int CHUNK = 50;

    private final Profile profile;
    private final AtomicLong next;
    private final long end;
    private final BooleanSupplier isOver;
    private final int mostFailures;
    private final List<String> failures = new ArrayList<>();
    private final Tally total = new Tally();

    /** {@code isOver} is asked now and then, and may end it before its last seed. */
    Campaign(Profile profile, long first, long count, int mostFailures, BooleanSupplier isOver) {
        this.profile = profile;
        this.next = new AtomicLong(first);
        this.end = first + count;
        this.mostFailures = mostFailures;
        this.isOver = isOver;
    }

    /** Returns when all threads have ended. What went wrong is in {@link #failures()}. */
    Tally run(int threads) throws InterruptedException, ExecutionException {
        try (var executor = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> workers = new ArrayList<>();
            for (var thread = 0; thread < threads; thread++) {
                workers.add(executor.submit(this::work));
            }
            for (var worker : workers) {
                worker.get();
            }
        }
        return total;
    }

    /** One line for each seed that failed, in no order. */
    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    private void work() {
        var own = new Tally();
        while (!isOver.getAsBoolean() && !hasFailed()) {
            var seed = next.getAndAdd(CHUNK);
            if (seed >= end) {
                break;
            }
            for (var last = Math.min(end, seed + CHUNK); seed < last; seed++) {
                run(seed, own);
            }
        }
        synchronized (this) {
            total.add(own);
        }
    }

    private void run(long seed, Tally tally) {
        try {
            tally.add(new Schedule(profile, seed, Violation.Kind.all(), false).run().checks.tally);
        } catch (Violation | RuntimeException broken) {
            synchronized (this) {
                failures.add("-Dsim.profile=%s -Dsim.seed=%d: %s".formatted(profile, seed, broken));
            }
        }
    }

    private synchronized boolean hasFailed() {
        return failures.size() >= mostFailures;
    }
}
