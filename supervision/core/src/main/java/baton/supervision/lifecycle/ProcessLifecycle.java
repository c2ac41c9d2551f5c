package baton.supervision.lifecycle;

import baton.supervision.lifecycle.Event.Adopted;
import baton.supervision.lifecycle.Event.BecameReady;
import baton.supervision.lifecycle.Event.DependenciesChanged;
import baton.supervision.lifecycle.Event.Exited;
import baton.supervision.lifecycle.Event.Gone;
import baton.supervision.lifecycle.Event.Refused;
import baton.supervision.lifecycle.Event.Spawned;
import baton.supervision.lifecycle.Event.Start;
import baton.supervision.lifecycle.Event.Stop;
import baton.supervision.lifecycle.Event.Woken;
import baton.supervision.lifecycle.State.BackingOff;
import baton.supervision.lifecycle.State.Cancelling;
import baton.supervision.lifecycle.State.Clearing;
import baton.supervision.lifecycle.State.Down;
import baton.supervision.lifecycle.State.Draining;
import baton.supervision.lifecycle.State.GaveUp;
import baton.supervision.lifecycle.State.Initialising;
import baton.supervision.lifecycle.State.Missing;
import baton.supervision.lifecycle.State.Ready;
import baton.supervision.lifecycle.State.Spawning;
import baton.supervision.lifecycle.State.Then;
import baton.supervision.lifecycle.State.Waiting;
import baton.supervision.os.Exit;
import baton.supervision.spec.RestartPolicy;
import java.time.Instant;
import java.util.Set;

/**
 * Decides all that happens to a process: at most one run lives at a time, a stop always leads to the end of the run, and no
 * run is killed before the time it was given has passed. Keeps no clock: deadlines stand in the state, and a timer that
 * fires early or late changes nothing.
 */
public final class ProcessLifecycle {

    private ProcessLifecycle() {}

    /** Nothing lives and nothing is wanted: where every process begins, whatever is adopted or wanted next. */
    public static State initial() {
        return new Down(0, 0);
    }

    public static Step step(State state, Event event, Instant now, Policy policy) {
        return switch (state) {
            case Down down -> idle(down, event, now, policy);
            case Missing missing -> idle(missing, event, now, policy);
            case GaveUp gaveUp -> idle(gaveUp, event, now, policy);
            case BackingOff backingOff -> backingOff(backingOff, event, now, policy);
            case Waiting waiting -> waiting(waiting, event, now, policy);
            case Spawning spawning -> spawning(spawning, event, now, policy);
            case Cancelling cancelling -> cancelling(cancelling, event, now);
            case Initialising initialising -> alive(initialising, event, now, policy);
            case Ready ready -> alive(ready, event, now, policy);
            case Draining draining -> draining(draining, event, now, policy);
            case Clearing clearing -> clearing(clearing, event, now, policy);
        };
    }

    /** Nothing lives, and nothing happens by itself. */
    private static Step idle(State state, Event event, Instant now, Policy policy) {
        return switch (event) {
            case Start() -> wait(state, now, policy);
            case Stop e -> Step.to(new Down(state.run(), state.restarts()));
            case Adopted e -> adopt(state, e.restarts());
            // Dependencies are asked for again before a start; nothing lives that could send news.
            case DependenciesChanged e -> Step.to(state);
            case Spawned e -> Step.to(state);
            case Refused e -> Step.to(state);
            case BecameReady e -> Step.to(state);
            case Exited e -> Step.to(state);
            case Gone e -> Step.to(state);
            case Woken() -> Step.to(state);
        };
    }

    private static Step backingOff(BackingOff state, Event event, Instant now, Policy policy) {
        return switch (event) {
            case Start() -> wait(state, now, policy);
            case Woken() ->
                now.isBefore(state.until())
                        ? Step.to(state, new Effect.WakeAt(state.until()))
                        : wait(new Down(state.run(), state.restarts() + 1), now, policy);
            case Stop e -> Step.to(new Down(state.run(), state.restarts()));
            case Adopted e -> adopt(state, e.restarts());
            // As in idle.
            case DependenciesChanged e -> Step.to(state);
            case Spawned e -> Step.to(state);
            case Refused e -> Step.to(state);
            case BecameReady e -> Step.to(state);
            case Exited e -> Step.to(state);
            case Gone e -> Step.to(state);
        };
    }

    private static Step waiting(Waiting state, Event event, Instant now, Policy policy) {
        return switch (event) {
            case Start() -> wait(state, now, policy);
            case DependenciesChanged e -> e.pending().isEmpty() ? spawn(state) : waitFor(state, e.pending(), now);
            case Woken() -> waitFor(state, state.pending(), now);
            case Stop e -> Step.to(new Down(state.run(), state.restarts()));
            case Adopted e -> adopt(state, e.restarts());
            // Late news of a run that is gone.
            case Spawned e -> Step.to(state);
            case Refused e -> Step.to(state);
            case BecameReady e -> Step.to(state);
            case Exited e -> Step.to(state);
            case Gone e -> Step.to(state);
        };
    }

    private static Step spawning(Spawning state, Event event, Instant now, Policy policy) {
        return switch (event) {
            case Spawned e when e.run() == state.run() -> Step.to(new Initialising(e.run(), state.restarts()));
            case Refused e
            when e.run() == state.run() ->
                e.isPassing() && policy.restart() == RestartPolicy.PERMANENT
                        ? backOff(state, e.reason(), now, policy)
                        : Step.to(new GaveUp(e.run(), state.restarts(), e.reason()));
            case Gone e when e.run() == state.run() -> afterUnaskedEnd(state, new Exit.Unknown(), now, policy);
            case Exited e when e.run() == state.run() -> clear(state, e.exit(), now, policy);
            case Stop e -> Step.to(new Cancelling(state.run(), state.restarts(), e.order()));
            // Already wanted, or news of an earlier run; a run can't be found while one is spawned by us.
            case Start() -> Step.to(state);
            case DependenciesChanged e -> Step.to(state);
            case Adopted e -> Step.to(state);
            case Spawned e -> Step.to(state);
            case Refused e -> Step.to(state);
            case BecameReady e -> Step.to(state);
            case Exited e -> Step.to(state);
            case Gone e -> Step.to(state);
            case Woken() -> Step.to(state);
        };
    }

    private static Step cancelling(Cancelling state, Event event, Instant now) {
        return switch (event) {
            case Spawned e when e.run() == state.run() -> drain(state, state.order(), now);
            case Refused e when e.run() == state.run() -> Step.to(new Down(e.run(), state.restarts()));
            case Gone e when e.run() == state.run() -> Step.to(new Down(e.run(), state.restarts()));
            case Exited e
            when e.run() == state.run() -> {
                var killAt = state.order().killAt(now);
                yield signalled(new Clearing(e.run(), state.restarts(), killAt, false, e.exit(), Then.STAY_DOWN), now);
            }
            // Nothing was signalled yet: the run that is being spawned is wanted again.
            case Start() -> Step.to(new Spawning(state.run(), state.restarts()));
            case Stop e ->
                Step.to(new Cancelling(
                        state.run(), state.restarts(), state.order().quicker(e.order())));
            // Plays no part on the way down, or news of an earlier run.
            case DependenciesChanged e -> Step.to(state);
            case Adopted e -> Step.to(state);
            case Spawned e -> Step.to(state);
            case Refused e -> Step.to(state);
            case BecameReady e -> Step.to(state);
            case Exited e -> Step.to(state);
            case Gone e -> Step.to(state);
            case Woken() -> Step.to(state);
        };
    }

    /** Initialising or ready. */
    private static Step alive(State state, Event event, Instant now, Policy policy) {
        return switch (event) {
            case BecameReady e when e.run() == state.run() -> Step.to(new Ready(e.run(), state.restarts()));
            case Exited e when e.run() == state.run() -> clear(state, e.exit(), now, policy);
            case Gone e when e.run() == state.run() -> afterUnaskedEnd(state, new Exit.Unknown(), now, policy);
            case Stop e -> drain(state, e.order(), now);
            // Already started, or news of an earlier run; dependencies count at the start alone.
            case Start() -> Step.to(state);
            case DependenciesChanged e -> Step.to(state);
            case Adopted e -> Step.to(state);
            case Spawned e -> Step.to(state);
            case Refused e -> Step.to(state);
            case BecameReady e -> Step.to(state);
            case Exited e -> Step.to(state);
            case Gone e -> Step.to(state);
            case Woken() -> Step.to(state);
        };
    }

    private static Step draining(Draining state, Event event, Instant now, Policy policy) {
        return switch (event) {
            case Exited e
            when e.run() == state.run() -> {
                var then = state.startsAgain() ? Then.START_AGAIN : Then.STAY_DOWN;
                yield Step.to(
                        new Clearing(e.run(), state.restarts(), state.killAt(), state.isKilled(), e.exit(), then));
            }
            case Gone e when e.run() == state.run() -> afterStop(state, state.startsAgain(), now, policy);
            case Start() -> Step.to(again(state, state.killAt(), true));
            case Stop e -> look(again(state, earlier(state.killAt(), e.order(), now), false), now);
            case Woken() -> look(state, now);
            // Plays no part on the way down, or news of an earlier run.
            case DependenciesChanged e -> Step.to(state);
            case Adopted e -> Step.to(state);
            case Spawned e -> Step.to(state);
            case Refused e -> Step.to(state);
            case BecameReady e -> Step.to(state);
            case Exited e -> Step.to(state);
            case Gone e -> Step.to(state);
        };
    }

    private static Step clearing(Clearing state, Event event, Instant now, Policy policy) {
        return switch (event) {
            case Gone(var run)
            when run == state.run() ->
                switch (state.then()) {
                    case STAY_DOWN -> afterStop(state, false, now, policy);
                    case START_AGAIN -> afterStop(state, true, now, policy);
                    case FOLLOW_POLICY -> afterUnaskedEnd(state, state.exit(), now, policy);
                };
            case Start() ->
                Step.to(state.then() == Then.STAY_DOWN ? then(state, state.killAt(), Then.START_AGAIN) : state);
            case Stop e -> look(then(state, earlier(state.killAt(), e.order(), now), Then.STAY_DOWN), now);
            case Woken() -> look(state, now);
            // Plays no part on the way down, or news of an earlier run.
            case DependenciesChanged e -> Step.to(state);
            case Adopted e -> Step.to(state);
            case Spawned e -> Step.to(state);
            case Refused e -> Step.to(state);
            case BecameReady e -> Step.to(state);
            case Exited e -> Step.to(state);
            case Gone e -> Step.to(state);
        };
    }

    private static Step wait(State state, Instant now, Policy policy) {
        var lateAt = now.plus(policy.dependencyTimeout());
        return Step.to(
                new Waiting(state.run(), state.restarts(), Set.of(), lateAt, false),
                new Effect.WakeAt(lateAt),
                new Effect.CheckDependencies());
    }

    private static Step waitFor(Waiting state, Set<String> pending, Instant now) {
        var isLate = state.isLate() || !now.isBefore(state.lateAt());
        var next = new Waiting(state.run(), state.restarts(), pending, state.lateAt(), isLate);
        return isLate ? Step.to(next) : Step.to(next, new Effect.WakeAt(state.lateAt()));
    }

    private static Step spawn(State state) {
        var run = state.run() + 1;
        return Step.to(new Spawning(run, state.restarts()), new Effect.Spawn(run, state.restarts()));
    }

    private static Step adopt(State state, int restarts) {
        var run = state.run() + 1;
        return Step.to(new Initialising(run, restarts), new Effect.Adopt(run));
    }

    private static Step drain(State state, StopOrder order, Instant now) {
        return signalled(new Draining(state.run(), state.restarts(), order.killAt(now), false, false), now);
    }

    /** The main process ended by itself: the rest of its session follows before anything else happens. */
    private static Step clear(State state, Exit exit, Instant now, Policy policy) {
        var killAt = now.plus(policy.stopWithin());
        return signalled(new Clearing(state.run(), state.restarts(), killAt, false, exit, Then.FOLLOW_POLICY), now);
    }

    private static Step signalled(Draining state, Instant now) {
        return now.isBefore(state.killAt())
                ? Step.to(state, new Effect.Terminate(state.run()), new Effect.WakeAt(state.killAt()))
                : look(state, now);
    }

    private static Step signalled(Clearing state, Instant now) {
        return now.isBefore(state.killAt())
                ? Step.to(state, new Effect.Terminate(state.run()), new Effect.WakeAt(state.killAt()))
                : look(state, now);
    }

    private static Step look(Draining state, Instant now) {
        if (state.isKilled()) {
            return Step.to(state);
        }
        return now.isBefore(state.killAt())
                ? Step.to(state, new Effect.WakeAt(state.killAt()))
                : Step.to(
                        new Draining(state.run(), state.restarts(), state.killAt(), true, state.startsAgain()),
                        new Effect.Kill(state.run()));
    }

    private static Step look(Clearing state, Instant now) {
        if (state.isKilled()) {
            return Step.to(state);
        }
        return now.isBefore(state.killAt())
                ? Step.to(state, new Effect.WakeAt(state.killAt()))
                : Step.to(
                        new Clearing(state.run(), state.restarts(), state.killAt(), true, state.exit(), state.then()),
                        new Effect.Kill(state.run()));
    }

    private static Step afterStop(State state, boolean startsAgain, Instant now, Policy policy) {
        return startsAgain ? wait(state, now, policy) : Step.to(new Down(state.run(), state.restarts()));
    }

    private static Step afterUnaskedEnd(State state, Exit exit, Instant now, Policy policy) {
        return switch (policy.restart()) {
            case PERMANENT -> backOff(state, exit.toString(), now, policy);
            case TEMPORARY -> Step.to(new Missing(state.run(), state.restarts(), exit));
        };
    }

    private static Step backOff(State state, String why, Instant now, Policy policy) {
        var until = now.plus(policy.restartDelay());
        return Step.to(new BackingOff(state.run(), state.restarts(), until, why), new Effect.WakeAt(until));
    }

    private static Draining again(Draining state, Instant killAt, boolean startsAgain) {
        return new Draining(state.run(), state.restarts(), killAt, state.isKilled(), startsAgain);
    }

    private static Clearing then(Clearing state, Instant killAt, Then then) {
        return new Clearing(state.run(), state.restarts(), killAt, state.isKilled(), state.exit(), then);
    }

    private static Instant earlier(Instant killAt, StopOrder order, Instant now) {
        var asked = order.killAt(now);
        return asked.isBefore(killAt) ? asked : killAt;
    }
}
