package io.github.batonha.actors.process;

import io.github.batonha.actors.api.ProcessStatus;

/** What a process's actor says to its parent. */
public sealed interface ProcessNews {

    /** At every change and every {@link ProcessActor.Sampled}. */
    record Report(ProcessStatus status) implements ProcessNews {}

    /** What concerns others of its group. */
    sealed interface OfGroup extends ProcessNews {}

    /** It ended by itself and is to be started again, in a group that this concerns. Answered by {@link ProcessActor.GroupTold}. */
    record GroupFailed(String name) implements OfGroup {}

    /** Nothing of it lives, after its own failure or {@link ProcessActor.RestartWithGroup}. */
    record GroupEnded(String name, boolean hasGivenUp) implements OfGroup {}
}
