package baton.actors.process;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The first start of a process, begun before its actor was made; see {@link HeadStarts}. Any thread. */
final class HeadStart {

    /** There is none: the actor begins the start itself. */
    static final HeadStart NONE = new HeadStart(null);

    private final AtomicReference<@Nullable PendingLaunch> begun;

    HeadStart(@Nullable PendingLaunch begun) {
        this.begun = new AtomicReference<>(begun);
    }

    /** Whether there is one that nobody has taken. */
    boolean isThere() {
        return begun.get() != null;
    }

    /** Told once. */
    Optional<PendingLaunch> take() {
        return Optional.ofNullable(begun.getAndSet(null));
    }
}
