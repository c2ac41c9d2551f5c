package io.github.batonha.supervision.drain;

import java.util.Set;

/** What may happen to a drain. */
public sealed interface DrainEvent {

    record DrainOrdered(DrainOrder order) implements DrainEvent {}

    record UndrainOrdered(String by) implements DrainEvent {}

    /**
     * Connections were counted.
     *
     * @param connections that users have open here, or had a moment ago; -1 where that can't be found out
     * @param who where they come from, for people; may be empty
     */
    record Counted(int connections, String who) implements DrainEvent {
        /** From nobody knows where. */
        public Counted(int connections) {
            this(connections, "");
        }
    }

    /** It is some time later. */
    record Woken() implements DrainEvent {}

    /**
     * All that was to stop has, or could not be.
     *
     * @param failed what could not be stopped
     */
    record StopFinished(Set<String> failed) implements DrainEvent {
        public StopFinished {
            failed = Set.copyOf(failed);
        }
    }

    /**
     * The node goes on after whoever carried the drain out was ended.
     *
     * @param anythingRuns whether a process of the node outlived that
     */
    record Resumed(boolean anythingRuns) implements DrainEvent {}
}
