package io.github.batonha.actors.process;

import io.github.batonha.actors.api.ProcessDetail;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.supervision.clock.Clocks;
import io.github.batonha.supervision.lifecycle.State;
import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.probe.Check;
import io.github.batonha.supervision.spec.ChildSpec;
import io.github.batonha.supervision.spec.RestartRules;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What screens call a state, and say about it. The only place where the two meet. */
public final class Display {

    /** What a process answers SIGTERM with that does nothing about it, in the JVM and elsewhere. */
    private static final Set<Integer> TERMINATED = Set.of(143);

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
            case State.Failing s -> ProcessState.STOPPING;
            case State.Clearing s ->
                s.then() == State.Then.FOLLOW_POLICY ? ProcessState.MISSING : ProcessState.STOPPING;
            case State.BackingOff s -> ProcessState.STARTING;
            case State.Missing s -> ProcessState.MISSING;
            case State.Finished s -> ProcessState.DONE;
            case State.GaveUp s -> ProcessState.ERROR;
        };
    }

    /**
     * What there is to say beyond the state.
     *
     * @param pending the states of what it depends on and is not ready
     * @param remark what its run says of itself, and how the last one ended
     * @param outputTail what its last run wrote last
     * @param clocks by which times are shown
     */
    static String message(
            State state, Map<String, ProcessState> pending, String remark, String outputTail, Clocks clocks) {
        return switch (state) {
            case State.Down s -> remark;
            case State.Waiting s -> waiting(s, pending);
            case State.Spawning s -> "being started";
            case State.Cancelling s -> "being started, to be stopped at once";
            case State.Initialising s -> remark + quoted(outputTail);
            case State.Ready s -> remark;
            case State.Draining s ->
                s.isKilled() ? "killed, not gone yet" : "asked to end, killed at " + time(clocks.shown(s.killAt()));
            case State.Failing s -> failing(s, clocks);
            case State.Clearing s -> "%s; what it left behind is ended".formatted(s.exit());
            case State.BackingOff s ->
                "%s; started again at %s, for the %s time in a row%s"
                        .formatted(
                                s.why(),
                                time(clocks.shown(s.until())),
                                ordinal(s.runHistory().history().consecutiveFailures() + 1),
                                quoted(outputTail));
            case State.Missing s -> "%s; not started again by itself%s".formatted(s.exit(), quoted(outputTail));
            case State.Finished s -> "%s; it has done its work".formatted(s.exit());
            case State.GaveUp s -> s.why() + quoted(outputTail);
        };
    }

    /** What tells that it is ready, and whether it is. */
    public static String monitor(ChildSpec spec, ProcessState state) {
        var isReady = state == ProcessState.HEALTHY;
        return switch (spec.probes().readiness().check()) {
            case Check.Tcp(var port) -> "port %d %s".formatted(port, isReady ? "accepted a connection" : "not ready");
            case Check.Alive(var since) -> "alive for %d s: %s".formatted(since.toSeconds(), isReady ? "yes" : "no");
            case Check.Http check -> readiness(check, isReady);
            case Check.Exec check -> readiness(check, isReady);
            case Check.LogLine check -> readiness(check, isReady);
            case Check.Notified check -> readiness(check, isReady);
            case Check.Ended _ -> "exit: %s".formatted(state == ProcessState.DONE ? "done" : "not done");
            case Check.Held check -> readiness(check, isReady);
            case Check.None check -> readiness(check, isReady);
        };
    }

    private static String readiness(Check check, boolean isReady) {
        return "%s: %s".formatted(check.shown(), isReady ? "ready" : "not ready");
    }

    static String joined(String one, String other) {
        return one.isEmpty() || other.isEmpty() ? one + other : one + "; " + other;
    }

    public static ProcessDetail detail(ChildSpec spec, ProcessState state) {
        return new ProcessDetail(
                spec.name(),
                spec.description(),
                spec.dependencies(),
                spec.configFiles(),
                monitor(spec, state),
                spec.version());
    }

    /** How the last run ended: as it was asked to, or not. */
    static String exit(State state, Exit exit, RestartRules rules, Instant at) {
        if (state instanceof State.Failing failing) {
            return "last run: %s at %s".formatted(failing.exit(exit), time(at));
        }
        var isClean = exit.isSuccess(rules.successExits()) || exit.isSuccess(TERMINATED);
        return isAsked(state) && isClean
                ? "last run: stopped, " + exit + ", at " + time(at)
                : "last run: " + exit + " at " + time(at);
    }

    /** Whether an end is what somebody asked for. */
    static boolean isAsked(State state) {
        return state instanceof State.Cancelling
                || (state instanceof State.Ending s && s.then() != State.Then.FOLLOW_POLICY);
    }

    /** To the second, in UTC. */
    static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** To be put behind a sentence. */
    static String quoted(String outputTail) {
        return outputTail.isEmpty() ? "" : "; it last wrote: " + outputTail;
    }

    private static String failing(State.Failing state, Clocks clocks) {
        if (state.isKilled()) {
            return state.why() + "; killed, not gone yet";
        }
        return state.isExamined()
                ? "%s; asked to end, killed at %s".formatted(state.why(), time(clocks.shown(state.killAt())))
                : state.why() + "; evidence is taken before it is ended";
    }

    private static String ordinal(int number) {
        var isTeen = number % 100 / 10 == 1;
        var ending = switch (isTeen ? 0 : number % 10) {
            case 1 -> "st";
            case 2 -> "nd";
            case 3 -> "rd";
            default -> "th";
        };
        return number + ending;
    }

    private static String waiting(State.Waiting waiting, Map<String, ProcessState> pending) {
        if (pending.isEmpty() && waiting.pending().isEmpty()) {
            return ""; // for nothing: it starts at once
        }
        if (pending.isEmpty()) {
            // What is not another process: its turn, or its group.
            return "waiting for " + String.join(", ", new TreeSet<>(waiting.pending()));
        }
        var names = new TreeMap<>(pending)
                .entrySet().stream()
                        .map(entry -> "%s (%s)".formatted(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining(", "));
        return waiting.isLate()
                ? "timed out waiting for %s: look why; it still starts when they are ready".formatted(names)
                : "waiting for " + names;
    }
}
