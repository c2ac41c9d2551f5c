package baton.supervision.lifecycle;

import baton.supervision.os.Exit;
import java.time.Instant;
import java.util.Set;

/**
 * Where a process is in its life. Every state knows the number of the newest run, which only grows, and how many automatic
 * restarts there were.
 */
public sealed interface State {

    long run();

    int restarts();

    /** Not wanted, and nothing of it lives. */
    record Down(long run, int restarts) implements State {}

    /**
     * Wanted, and not started before all that it depends on is ready.
     *
     * @param isLate whether the time-out has passed; only shown, the wait goes on
     */
    record Waiting(long run, int restarts, Set<String> pending, Instant lateAt, boolean isLate) implements State {
        public Waiting {
            pending = Set.copyOf(pending);
        }
    }

    /** The run is being spawned; not yet known whether it lives. */
    record Spawning(long run, int restarts) implements State {}

    /** Being spawned, and to be stopped as soon as it is known to live. */
    record Cancelling(long run, int restarts, StopOrder order) implements State {}

    /** Lives, not ready yet. */
    record Initialising(long run, int restarts) implements State {}

    /** Lives and does its work. */
    record Ready(long run, int restarts) implements State {}

    /**
     * Asked to end, main process still there.
     *
     * @param killAt when it is killed
     * @param startsAgain whether it has become wanted again since
     */
    record Draining(long run, int restarts, Instant killAt, boolean isKilled, boolean startsAgain) implements State {}

    /** Main process ended; the rest of its session was asked to. */
    record Clearing(long run, int restarts, Instant killAt, boolean isKilled, Exit exit, Then then) implements State {}

    /** Ended unasked, to be started again. */
    record BackingOff(long run, int restarts, Instant until, String why) implements State {}

    /** Ended unasked, and not to be started again by itself. */
    record Missing(long run, int restarts, Exit exit) implements State {}

    /** Could not be started, and would not be the next time. */
    record GaveUp(long run, int restarts, String reason) implements State {}

    /** What follows when nothing is left of a run. */
    enum Then {
        /** Nothing, it was asked to stop. */
        STAY_DOWN,
        /** A start that was asked for meanwhile. */
        START_AGAIN,
        /** What the policy says of an end that nobody asked for. */
        FOLLOW_POLICY
    }
}
