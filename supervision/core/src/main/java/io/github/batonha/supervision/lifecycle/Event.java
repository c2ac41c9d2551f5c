package io.github.batonha.supervision.lifecycle;

import io.github.batonha.supervision.os.Exit;
import java.time.Instant;
import java.util.Set;

/** What happens to a process. */
public sealed interface Event {

    /** News of a run. Those of an earlier run than the newest change nothing. */
    sealed interface OfRun extends Event {
        long run();
    }

    /** It is wanted: somebody asked, or the node starts. Ends a give-up, and counts as no restart. */
    record Start() implements Event {}

    /** It is not wanted any more. */
    record Stop(StopOrder order) implements Event {}

    /** Another process of its group failed: where it lives, it ends and starts again. */
    record RestartWithGroup(StopOrder order) implements Event {}

    /** What it depends on and is not ready; empty: nothing holds it back. */
    record DependenciesChanged(Set<String> pending) implements Event {
        public DependenciesChanged {
            pending = Set.copyOf(pending);
        }
    }

    /** A run was found alive that no state knew of. */
    record Adopted(RestartHistory history) implements Event {}

    /** Answers {@link Effect.TakeStart}: when it may start. */
    record Granted(Instant at) implements Event {}

    /** A timer went off: a hint to look at the deadlines. */
    record Woken() implements Event {}

    record Spawned(long run) implements OfRun {}

    /**
     * It was not spawned, and nothing of it lives. What follows is what follows a crash: what is missing (a program, a file, a mount) may
     * be there again a moment later.
     */
    record Refused(long run, String reason) implements OfRun {}

    record BecameReady(long run) implements OfRun {}

    /**
     * It lives and does not do its work. Evidence is taken first, for a time that is limited; then it is stopped, and what follows is
     * what follows a crash.
     *
     * @param why for people
     */
    record Unhealthy(long run, String why) implements OfRun {}

    /**
     * Answers {@link Effect.Examine}.
     *
     * @param found what was found, for people; may be empty
     */
    record Examined(long run, String found) implements OfRun {}

    /** The main process ended; something of the run may be left. */
    record Exited(long run, Exit exit) implements OfRun {}

    /** The main process ended, and nothing of the run is left: {@link Exited} and {@link Gone} in one. */
    record Ended(long run, Exit exit) implements OfRun {}

    /** Nothing of the run is left, its main process included. */
    record Gone(long run) implements OfRun {}
}
