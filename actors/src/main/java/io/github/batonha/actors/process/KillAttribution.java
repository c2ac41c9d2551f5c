package io.github.batonha.actors.process;

import io.github.batonha.supervision.lifecycle.Effect;
import io.github.batonha.supervision.lifecycle.Event;
import io.github.batonha.supervision.lifecycle.State;
import io.github.batonha.supervision.os.Exit;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells a SIGKILL of ours from one of anybody else: what did not end in time is said to have done so. Part of its process actor: only that
 * one calls it.
 */
final class KillAttribution {

    private @Nullable Instant terminated;
    private @Nullable Duration within;

    /** To be called for each effect of a step. */
    void carriesOut(Effect effect, Event cause, State after, Instant now) {
        switch (effect) {
            case Effect.Spawn _, Effect.Adopt _ -> {
                terminated = null;
                within = null;
            }
            case Effect.Terminate _ -> terminated = terminated == null ? now : terminated;
            case Effect.Kill _ -> within = isOverdue(cause) ? overdue(after) : null;
            // No signals.
            case Effect.CheckDependencies _, Effect.TakeStart _, Effect.TellGroup _, Effect.Examine _ -> {}
            case Effect.WakeAt _ -> {}
        }
    }

    /** Else somebody asked for the SIGKILL. */
    private static boolean isOverdue(Event cause) {
        return !(cause instanceof Event.Stop);
    }

    private @Nullable Duration overdue(State after) {
        return terminated != null && after instanceof State.Ending ending
                ? Duration.between(terminated, ending.killAt())
                : null;
    }

    /** The same news; of an end by our SIGKILL, with why. The status of what an earlier agent started is not known otherwise. */
    Event.OfRun named(Event.OfRun event) {
        return switch (event) {
            case Event.Exited(var run, var exit) -> new Event.Exited(run, named(exit));
            case Event.Ended(var run, var exit) -> new Event.Ended(run, named(exit));
            case Event.Spawned _, Event.Refused _, Event.BecameReady _, Event.Unhealthy _ -> event;
            case Event.Examined _, Event.Gone _ -> event;
        };
    }

    private Exit named(Exit exit) {
        var time = within;
        if (time == null) {
            return exit;
        }
        return switch (exit) {
            case Exit.Killed(var signal) -> signal == Exit.Overdue.SIGNAL ? new Exit.Overdue(time) : exit;
            case Exit.Unknown() -> new Exit.Overdue(time);
            case Exit.Status _, Exit.Overdue _, Exit.Unhealthy _ -> exit;
        };
    }
}
