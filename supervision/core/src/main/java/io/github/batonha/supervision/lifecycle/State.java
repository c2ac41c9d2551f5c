package io.github.batonha.supervision.lifecycle;

import io.github.batonha.supervision.os.Exit;
import java.time.Instant;
import java.util.Set;

/** Where a process is in its life. */
public sealed interface State {

    RunHistory runHistory();

    /** Number of the newest run. */
    default long run() {
        return runHistory().run();
    }

    /** How many automatic restarts there were. */
    default int restarts() {
        return runHistory().history().restarts();
    }

    /** Nothing of it lives, and nothing happens by itself. */
    sealed interface Idle extends State {}

    /** Nothing of it lives, and it starts by itself. */
    sealed interface Coming extends State {}

    /** On its way down. */
    sealed interface Ending extends State {

        /** When it is killed. */
        Instant killAt();

        boolean isKilled();

        Then then();

        /** The same with another deadline and another follow-up. */
        Ending with(Instant killAt, boolean isKilled, Then then);
    }

    /** Not wanted. */
    record Down(RunHistory runHistory) implements Idle {}

    /** Ended unasked, and is left down because its policy says so. */
    record Missing(RunHistory runHistory, Exit exit) implements Idle {}

    /** Ended unasked with success, which its policy takes for the end of its work. */
    record Finished(RunHistory runHistory, Exit exit) implements Idle {}

    /** Could not be started, or ended too often: stays so until somebody starts or stops it. */
    record GaveUp(RunHistory runHistory, Why why) implements Idle {}

    /**
     * Ended unasked, to be started again.
     *
     * @param isGranted whether the budget of the node was asked already
     */
    record BackingOff(RunHistory runHistory, Instant until, Why why, boolean isGranted) implements Coming {}

    /**
     * Wanted, and not started before all that it depends on is ready.
     *
     * @param isLate whether the time-out has passed; only shown, the wait goes on
     */
    record Waiting(RunHistory runHistory, Set<String> pending, Instant lateAt, boolean isLate) implements Coming {
        public Waiting {
            pending = Set.copyOf(pending);
        }
    }

    /** The run is being spawned; not yet known whether it lives. */
    record Spawning(RunHistory runHistory) implements State {}

    /** Being spawned, and to be ended as soon as it is known to live. */
    record Cancelling(RunHistory runHistory, StopOrder order, Then then) implements State {}

    /** Lives, not ready yet. */
    record Initialising(RunHistory runHistory) implements State {}

    /** Lives and does its work. */
    record Ready(RunHistory runHistory, Instant since) implements State {}

    /** Asked to end, main process still there. */
    record Draining(RunHistory runHistory, Instant killAt, boolean isKilled, Then then) implements Ending {
        @Override
        public Draining with(Instant killAt, boolean isKilled, Then then) {
            return new Draining(runHistory, killAt, isKilled, then);
        }
    }

    /**
     * Lives and does not do its work: evidence is taken, then it is asked to end.
     *
     * @param isExamined whether it was asked to end
     */
    record Failing(RunHistory runHistory, Instant killAt, boolean isKilled, boolean isExamined, String why, Then then)
            implements Ending {
        @Override
        public Failing with(Instant killAt, boolean isKilled, Then then) {
            return new Failing(runHistory, killAt, isKilled, isExamined, why, then);
        }

        /** What is said of its end. */
        public Exit exit(Exit exit) {
            return new Exit.Unhealthy(why, exit);
        }
    }

    /** Main process ended; what is left of the run was asked to. */
    record Clearing(RunHistory runHistory, Instant killAt, boolean isKilled, Exit exit, Then then) implements Ending {
        @Override
        public Clearing with(Instant killAt, boolean isKilled, Then then) {
            return new Clearing(runHistory, killAt, isKilled, exit, then);
        }
    }

    /** What follows when nothing is left of a run. */
    enum Then {
        /** Nothing, it was asked to stop. */
        STAY_DOWN,
        /** A start that was asked for meanwhile. */
        START_AGAIN,
        /** A start, because its group starts again. */
        RESTART_WITH_GROUP,
        /** What the policy says of an end that nobody asked for. */
        FOLLOW_POLICY
    }
}
