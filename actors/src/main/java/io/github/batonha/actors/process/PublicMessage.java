package io.github.batonha.actors.process;

import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.supervision.clock.Clocks;
import io.github.batonha.supervision.lifecycle.State;
import io.github.batonha.supervision.lifecycle.Why;
import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.spec.RestartRules;
import java.time.Instant;
import java.util.Map;

/**
 * What anybody may read of a state, without the agent's token: exit statuses, times and names of the definition. No text that a process, a
 * check or a command wrote, for there may be a password in it, and none that somebody else made of such a text.
 */
final class PublicMessage {

    private PublicMessage() {}

    /**
     * Says less than {@link Display#message}.
     *
     * @param lastRun as {@link #lastRun} made it, empty where there was none
     */
    static String of(State state, Map<String, ProcessState> pending, String lastRun, Clocks clocks) {
        return switch (state) {
            case State.Down s -> lastRun;
            case State.Waiting s -> Display.message(s, pending, "", "", clocks);
            case State.Spawning s -> Display.message(s, pending, "", "", clocks);
            case State.Cancelling s -> Display.message(s, pending, "", "", clocks);
            case State.Initialising s -> lastRun;
            case State.Ready s -> lastRun;
            case State.Draining s -> Display.message(s, pending, "", "", clocks);
            case State.Failing s -> "it does not work, and is ended";
            case State.Clearing s -> "%s; what it left behind is ended".formatted(text(s.exit()));
            case State.BackingOff s ->
                Display.message(
                        new State.BackingOff(
                                s.runHistory(),
                                s.until(),
                                new Why.Told(lastRun.isEmpty() ? "it could not be started" : lastRun),
                                s.isGranted()),
                        pending,
                        "",
                        "",
                        clocks);
            case State.Missing s -> "%s; not started again by itself".formatted(text(s.exit()));
            case State.Finished s -> "%s; it has done its work".formatted(text(s.exit()));
            case State.GaveUp s ->
                Display.joined(lastRun, "it could not be started, or ended too often; `baton mon` says why");
        };
    }

    /** As {@link Display#exit}. */
    static String lastRun(State before, Exit exit, RestartRules rules, Instant at) {
        return before instanceof State.Failing
                ? "last run: it did not work; then %s at %s".formatted(text(exit), Display.time(at))
                : exit instanceof Exit.Unhealthy
                        ? "last run: %s at %s".formatted(text(exit), Display.time(at))
                        : Display.exit(before, exit, rules, at);
    }

    private static String text(Exit exit) {
        return switch (exit) {
            case Exit.Status status -> status.toString();
            case Exit.Killed killed -> killed.toString();
            case Exit.Overdue overdue -> overdue.toString();
            case Exit.Unknown unknown -> unknown.toString();
            case Exit.Unhealthy unhealthy -> "it did not work; then " + text(unhealthy.exit());
        };
    }
}
