package io.github.batonha.supervision.drain;

import java.time.Instant;
import java.util.Set;

/** What is to be done about a drain, in this order. */
public sealed interface DrainEffect {

    /** The part of a drain that a word is about. */
    enum Phase {
        BALANCER,
        WAIT,
        USERS,
        LEAVE,
        STOP
    }

    /** Keep the new state over restarts of agent and host; what follows comes after that. */
    record Store() implements DrainEffect {}

    /** Stop all processes. */
    record Stop() implements DrainEffect {}

    /** Start these, and tell whoever ordered the undrain how it went. */
    record Start(Set<String> processes) implements DrainEffect {
        public Start {
            processes = Set.copyOf(processes);
        }
    }

    /** Say {@link DrainEvent.Woken} then, at the latest. */
    record Wake(Instant at) implements DrainEffect {}

    /** Tell everybody who waits for the drain, and whoever ordered what led here. */
    record Say(Phase phase, String text) implements DrainEffect {}

    /** The last word to whoever ordered what led here. */
    record Answer(boolean isDone, String text, String remedy) implements DrainEffect {}

    /** The last word to everybody who waits for the drain. */
    record End(boolean isDone, String text, String remedy) implements DrainEffect {}
}
