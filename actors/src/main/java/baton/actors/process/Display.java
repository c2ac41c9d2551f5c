package baton.actors.process;

import baton.actors.api.ProcessState;
import baton.supervision.lifecycle.State;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What screens call a state, and say about it. The only place where the two meet. */
final class Display {

    private Display() {}

    static ProcessState state(State state) {
        return switch (state) {
            case State.Down s -> ProcessState.STOPPED;
            case State.Waiting s -> ProcessState.STARTING;
            case State.Spawning s -> ProcessState.STARTING;
            case State.Cancelling s -> ProcessState.STOPPING;
            case State.Initialising s -> ProcessState.RUNNING;
            case State.Ready s -> ProcessState.HEALTHY;
            case State.Draining s -> ProcessState.STOPPING;
            case State.Clearing s ->
                s.then() == State.Then.FOLLOW_POLICY ? ProcessState.MISSING : ProcessState.STOPPING;
            case State.BackingOff s -> ProcessState.STARTING;
            case State.Missing s -> ProcessState.MISSING;
            case State.GaveUp s -> ProcessState.ERROR;
        };
    }

    /** @param pending the states of what it depends on and is not ready */
    static String message(State state, Map<String, ProcessState> pending, String lastExit) {
        return switch (state) {
            case State.Down s -> lastExit;
            case State.Waiting s -> waiting(s, pending);
            case State.Spawning s -> "being started";
            case State.Cancelling s -> "being started, to be stopped at once";
            case State.Initialising s -> lastExit;
            case State.Ready s -> lastExit;
            case State.Draining s ->
                s.isKilled() ? "killed, not gone yet" : "asked to end, killed at " + time(s.killAt());
            case State.Clearing s -> "%s; what it left behind is ended".formatted(s.exit());
            case State.BackingOff s -> "%s; started again at %s".formatted(s.why(), time(s.until()));
            case State.Missing s -> "%s; not started again by itself".formatted(s.exit());
            case State.GaveUp s -> s.reason();
        };
    }

    /** To the second, in UTC. */
    static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String waiting(State.Waiting waiting, Map<String, ProcessState> pending) {
        var names = new TreeMap<>(pending)
                .entrySet().stream()
                        .map(entry -> "%s (%s)".formatted(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining(", "));
        return waiting.isLate()
                ? "timed out waiting for %s: look why; it still starts when they are ready".formatted(names)
                : "waiting for " + names;
    }
}
