package baton.actors.run;

import baton.actors.evidence.EvidenceTaken;
import baton.actors.launch.LogTail;
import baton.supervision.lifecycle.Event;
import baton.supervision.run.Run;
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
