package io.github.batonha.actors.process;

import io.github.batonha.actors.evidence.EvidenceTaken;
import io.github.batonha.actors.launch.LogTail;
import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.supervision.lifecycle.Event;
import io.github.batonha.supervision.lifecycle.State;
import io.github.batonha.supervision.lifecycle.Why;
import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.run.Run;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * How the newest run of a process ended, as far as people are told: its exit, and what it last wrote. Part of its process actor: only that one
 * calls it.
 */
final class LastRun {

    private static final long NONE = -1;

    /** Has the actor told what was read; it answers with {@link #take}. */
    interface Reading {
        void begin(long number, CompletableFuture<String> text);
    }

    private final Reading reading;
    private final ProcessDeps deps;
    private final String process;
    private final ProcessEventPublisher publisher;
    private final StatusLine line;
    /** The run whose tail is being read, or was. */
    private long tailOf = NONE;

    private @Nullable String tail = "";

    LastRun(Reading reading, ProcessDeps deps, String process, ProcessEventPublisher publisher, StatusLine line) {
        this.reading = reading;
        this.deps = deps;
        this.process = process;
        this.publisher = publisher;
        this.line = line;
    }

    /** News of it, before it changes the state. */
    void heard(Run run, State state, Event.OfRun event, LogTail.Until wrote, boolean isRestartingWithGroup) {
        switch (event) {
            case Event.Exited(var _, var exit) -> ended(run, state, exit, wrote, isRestartingWithGroup);
            case Event.Ended(var _, var exit) -> ended(run, state, exit, wrote, isRestartingWithGroup);
            case Event.Unhealthy _ -> line.remark("");
            case Event.Spawned _,
                    Event.Refused _,
                    Event.BecameReady _,
                    Event.Examined _,
                    Event.Gone _ -> {} // no exit, or told
        }
    }

    private void ended(Run run, State state, Exit exit, LogTail.Until wrote, boolean isRestartingWithGroup) {
        publisher.ended(run, state, exit, wrote);
        if (!isRestartingWithGroup) {
            line.ended(state, exit);
        }
        if (!Display.isAsked(state)) {
            read(state.run(), LogTail.read(deps, run, wrote));
        }
    }

    /** Evidence of it was taken, or could not be. */
    void examined(Run run, State state, EvidenceTaken taken) {
        line.remark("");
        publisher.examined(run, state, taken);
    }

    /** After a step: what a run wrote is shown until one is ready, and as long as it is the last one that was begun. */
    void stepped(Event event, State after) {
        switch (after) {
            case State.Ready _, State.Down _, State.Finished _ -> forget(tailOf);
            case State.Spawning _, State.Waiting _, State.Cancelling _, State.Initialising _, State.Ending _ -> {}
            case State.BackingOff _, State.Missing _, State.GaveUp _ -> {
                if (event instanceof Event.Refused) {
                    forget(after.run()); // nothing was begun that could have written anything
                } else {
                    readOf(after);
                }
            }
        }
    }

    /** What an earlier agent left; one that is started again, or was given up on, was kept with what it last wrote. */
    void resumed(State state) {
        if (state instanceof State.Missing) {
            readOf(state);
        }
    }

    private void readOf(State state) {
        if (tailOf != state.run()) {
            read(state.run(), LogTail.read(deps, process, LogTail.Until.NOW));
        }
    }

    private void read(long number, CompletableFuture<String> text) {
        tailOf = number;
        tail = null;
        reading.begin(number, text);
    }

    /** Whether they are still wanted. */
    boolean take(long number, String read) {
        if (number != tailOf || tail != null) {
            return false;
        }
        tail = read;
        line.wrote(read);
        return true;
    }

    private void forget(long number) {
        tailOf = number;
        tail = "";
        line.wrote("");
    }

    /** The state as a next agent is to know it. */
    State kept(State state) {
        var said = Display.quoted(tail == null ? "" : tail);
        return switch (state) {
            case State.GaveUp(var runHistory, var why) ->
                new State.GaveUp(runHistory, new Why.Told(why + said, why.cause()));
            case State.BackingOff s ->
                new State.BackingOff(
                        s.runHistory(),
                        s.until(),
                        new Why.Told(s.why() + said, s.why().cause()),
                        s.isGranted());
            case State.Idle _, State.Waiting _, State.Spawning _, State.Cancelling _ -> state;
            case State.Initialising _, State.Ready _, State.Ending _ -> state;
        };
    }

    /** Null while they are read. */
    @Nullable
    String tail() {
        return tail;
    }
}
