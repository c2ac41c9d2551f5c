package io.github.batonha.actors.metrics;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who is asked for an observation; lives as long as the agent, through any number of ActorSystems. Those who ask within a second get the
 * same one, so that many scrapes cost no more than one. Any thread.
 */
public final class Observer {

    /** So long an observation is given to those who ask. */
    public static final Duration FRESH = Duration.ofSeconds(1);

    private final LongSupplier monotonicNanos;
    private final AtomicReference<@Nullable Supplier<CompletionStage<Observation>>> source = new AtomicReference<>();
    private final AtomicReference<@Nullable Observed> last = new AtomicReference<>();

    /** One that was asked for; none is like another. */
    private static final class Observed {
        private final CompletableFuture<Observation> observation = new CompletableFuture<>();
        private final long at;

        Observed(long at) {
            this.at = at;
        }
    }

    public Observer(LongSupplier monotonicNanos) {
        this.monotonicNanos = monotonicNanos;
    }

    /** From now on that is asked. */
    public void from(Supplier<CompletionStage<Observation>> observe) {
        source.set(observe);
        last.set(null);
    }

    /** Fails where no ActorSystem has started yet, or the one that runs does not answer. */
    public CompletionStage<Observation> now() {
        var asked = source.get();
        if (asked == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("the agent starts"));
        }
        var mine = new Observed(monotonicNanos.getAsLong());
        var shared = last.accumulateAndGet(mine, (known, next) -> known != null && isFresh(known, mine) ? known : next);
        if (shared == mine) {
            asked.get().whenComplete((observation, failure) -> {
                if (failure == null) {
                    mine.observation.complete(observation);
                } else {
                    last.compareAndSet(mine, null);
                    mine.observation.completeExceptionally(failure);
                }
            });
        }
        return shared == null ? mine.observation : shared.observation;
    }

    /** To be called when that time is over: what nobody is given any more is garbage then, and does not become old in the heap. */
    public void letGo() {
        var now = new Observed(monotonicNanos.getAsLong());
        last.updateAndGet(known -> known != null && known.observation.isDone() && !isFresh(known, now) ? null : known);
    }

    private static boolean isFresh(Observed known, Observed next) {
        return next.at - known.at < FRESH.toNanos();
    }
}
