package baton.supervision.lifecycle;

import baton.supervision.os.Exit;
import java.util.Set;

/** What happens to a process. News of a run carry its number; those of an earlier run change nothing. */
public sealed interface Event {

    /** It is wanted. */
    record Start() implements Event {}

    /** It is not wanted any more. */
    record Stop(StopOrder order) implements Event {}

    /** What it depends on and is not ready; empty: nothing holds it back. */
    record DependenciesChanged(Set<String> pending) implements Event {
        public DependenciesChanged {
            pending = Set.copyOf(pending);
        }
    }

    /** A run was found alive that no state knew of. */
    record Adopted(int restarts) implements Event {}

    record Spawned(long run) implements Event {}

    /** It was not spawned, and nothing of it lives. */
    record Refused(long run, String reason, boolean isPassing) implements Event {}

    record BecameReady(long run) implements Event {}

    /** The main process ended. */
    record Exited(long run, Exit exit) implements Event {}

    /** Nothing of the run is left, its main process included. */
    record Gone(long run) implements Event {}

    /** A timer went off: a hint to look at the deadlines. */
    record Woken() implements Event {}
}
