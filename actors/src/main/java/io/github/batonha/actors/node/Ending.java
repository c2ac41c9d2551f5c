package io.github.batonha.actors.node;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Why an ActorSystem ended, told by its guardian to whoever waits for it. Any thread. */
final class Ending {
    enum Why {
        /** Nobody ordered it, or it is to be started again in place. */
        AGAIN,
        /** The agent is to end; its processes have been stopped. */
        DONE,
        /** It could not be started. */
        FAILED
    }

    private final CompletableFuture<Void> ordered = new CompletableFuture<>();
    private final AtomicReference<Why> why = new AtomicReference<>(Why.AGAIN);

    void because(Why reason) {
        why.set(reason);
        ordered.complete(null);
    }

    /**
     * Blocks until the ActorSystem has ended. One whose end was ordered has its connections closed if it takes longer than
     * {@code within}, and is given up after the same time again: its actors have ended, only its streams have not.
     *
     * @param terminated done when it has ended
     * @return false if it was given up
     */
    boolean await(CompletableFuture<?> terminated, Duration within, Runnable closeConnections) {
        var later = CompletableFuture.delayedExecutor(within.toMillis(), TimeUnit.MILLISECONDS);
        var givenUp = ordered.thenRunAsync(
                        () -> {
                            if (!terminated.isDone()) {
                                closeConnections.run();
                            }
                        },
                        later)
                .handleAsync((_, _) -> "given up", later);
        CompletableFuture.anyOf(terminated, givenUp).join();
        return terminated.isDone();
    }

    Why why() {
        return why.get();
    }
}
