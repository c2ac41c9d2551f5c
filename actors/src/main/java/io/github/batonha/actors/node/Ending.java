package io.github.batonha.actors.node;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** Why an ActorSystem ended, told by its guardian to whoever waits for it. Any thread. */
final class Ending {
    enum Why {
        /** Nobody ordered it, or it is to be started again in place. */
        AGAIN,
        /** The agent is to end; its processes have been stopped. */
        DONE,
        /** It could not listen. */
        FAILED
    }

    private final CompletableFuture<Void> ordered = new CompletableFuture<>();
    private final AtomicReference<Why> why = new AtomicReference<>(Why.AGAIN);

    void because(Why reason) {
        why.set(reason);
        ordered.complete(null);
    }

    /** Done when somebody has ordered the end. */
    CompletableFuture<Void> ordered() {
        return ordered;
    }

    Why why() {
        return why.get();
    }
}
