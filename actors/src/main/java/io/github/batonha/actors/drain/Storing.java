package io.github.batonha.actors.drain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One write of the drain after the other, the newest last. Part of the actor: only that one calls it. */
final class Storing {
    private final DrainDeps deps;
    private final List<Runnable> after = new ArrayList<>();
    private boolean isWriting;
    private boolean isDue;

    Storing(DrainDeps deps) {
        this.deps = deps;
    }

    /** The write that is to be begun now, if none is under way; {@link #done()} must follow. */
    Optional<CompletionStage<Void>> due() {
        isDue = true;
        return begin();
    }

    private Optional<CompletionStage<Void>> begin() {
        if (isWriting || !isDue) {
            return Optional.empty();
        }
        isWriting = true;
        isDue = false;
        var hold = deps.hold();
        var state = hold.state();
        return Optional.of(CompletableFuture.runAsync(
                () -> {
                    try {
                        hold.write(state);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                deps.blocking()));
    }

    /** Runs this once what is to be written has been, or could not be. */
    void then(Runnable step) {
        if (isWriting) {
            after.add(step);
        } else {
            step.run();
        }
    }

    /** The write that was under way has ended; gives the next. */
    Optional<CompletionStage<Void>> done() {
        isWriting = false;
        var next = begin();
        if (next.isEmpty()) {
            var steps = List.copyOf(after);
            after.clear();
            steps.forEach(Runnable::run);
        }
        return next;
    }
}
