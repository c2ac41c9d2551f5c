package io.github.batonha.supervision.lifecycle;

import java.time.Instant;

/** What is to be done to the world. */
public sealed interface Effect {

    /** Answer with {@link Event.DependenciesChanged}, now and at every change. */
    record CheckDependencies() implements Effect {}

    /** Answer with {@link Event.Granted}: take one start from the node's budget. */
    record TakeStart() implements Effect {}

    /** Its run ended by itself, and is to be followed by another. Comes before whatever else the end leads to. */
    record TellGroup() implements Effect {}

    record Spawn(long run, int restarts) implements Effect {}

    /** Watch a run that lives already: its readiness, its exit, its end. */
    record Adopt(long run) implements Effect {}

    /** Take evidence of a run that does not work, and answer with {@link Event.Examined}. */
    record Examine(long run) implements Effect {}

    /** SIGTERM to everything of the run. */
    record Terminate(long run) implements Effect {}

    /** SIGKILL to everything of the run, until nothing is left. */
    record Kill(long run) implements Effect {}

    /** Send {@link Event.Woken} then; replaces what was asked before. */
    record WakeAt(Instant at) implements Effect {}
}
