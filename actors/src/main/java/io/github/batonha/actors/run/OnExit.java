package io.github.batonha.actors.run;

import io.github.batonha.actors.launch.Launch;
import io.github.batonha.supervision.lifecycle.Event;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Follows the end of a run at once, before the actor of its process hears of it. */
public interface OnExit {

    /**
     * A run that was started at the end of another one.
     *
     * @param at steady time at which that was decided
     * @param number of the run
     */
    record Successor(Instant at, long number, Launch launch) {}

    /** Starts the next run; null where the actor is to decide. Called on a thread that may block, when nothing of the run is left. */
    @Nullable
    Successor ended(Event.Ended ended);
}
