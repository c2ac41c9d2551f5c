package io.github.batonha.actors.process;

import io.github.batonha.supervision.run.Run;

/**
 * What the actor knew that kept a process before another definition was applied: the next one goes on there, and tells nobody that it
 * began.
 *
 * @param run id of the run that lived, empty where none did
 */
public record PreviousRun(String run, boolean isReady) {

    public static final PreviousRun NONE = new PreviousRun("", false);

    boolean knew(Run other) {
        return run.equals(other.id());
    }
}
