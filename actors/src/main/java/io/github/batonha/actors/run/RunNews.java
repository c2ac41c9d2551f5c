package io.github.batonha.actors.run;

import io.github.batonha.actors.evidence.EvidenceTaken;
import io.github.batonha.actors.launch.LogTail;
import io.github.batonha.supervision.lifecycle.Event;
import io.github.batonha.supervision.run.Run;
import org.jspecify.annotations.Nullable;

/** What the actor of a run tells the actor of its process. */
public sealed interface RunNews {

    /** The run lives. */
    record Lives(long number, Run run) implements RunNews {}

    /** The run changed. */
    record Changed(Event.OfRun event) implements RunNews {}

    /**
     * The main process of the run ended.
     *
     * @param event that it exited, or that nothing of it is left either
     * @param wrote how far its logs were written by then
     * @param next the run that was started since, or null
     */
    record Ended(Event.OfRun event, LogTail.Until wrote, OnExit.@Nullable Successor next) implements RunNews {}

    /** Evidence was taken, or could not be. */
    record Examined(long number, EvidenceTaken taken) implements RunNews {}
}
