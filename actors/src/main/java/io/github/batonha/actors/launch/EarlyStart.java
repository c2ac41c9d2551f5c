package io.github.batonha.actors.launch;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The first start of a process, begun before its actor was made; see {@link EarlyStarts}. Any thread. */
public final class EarlyStart {

    /** There is none: the actor begins the start itself. */
    public static final EarlyStart NONE = new EarlyStart(null);

    private final AtomicReference<@Nullable PendingLaunch> begun;

    EarlyStart(@Nullable PendingLaunch begun) {
        this.begun = new AtomicReference<>(begun);
    }

    /** Whether there is one that nobody has taken. */
    public boolean isThere() {
        return begun.get() != null;
    }

    /** Told once. */
    public Optional<PendingLaunch> take() {
        return Optional.ofNullable(begun.getAndSet(null));
    }
}
