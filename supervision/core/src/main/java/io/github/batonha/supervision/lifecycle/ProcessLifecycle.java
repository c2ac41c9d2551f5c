package io.github.batonha.supervision.lifecycle;

import io.github.batonha.supervision.lifecycle.Event.Adopted;
import io.github.batonha.supervision.lifecycle.Event.BecameReady;
import io.github.batonha.supervision.lifecycle.Event.DependenciesChanged;
import io.github.batonha.supervision.lifecycle.Event.Ended;
import io.github.batonha.supervision.lifecycle.Event.Examined;
import io.github.batonha.supervision.lifecycle.Event.Exited;
import io.github.batonha.supervision.lifecycle.Event.Gone;
import io.github.batonha.supervision.lifecycle.Event.Granted;
import io.github.batonha.supervision.lifecycle.Event.Refused;
import io.github.batonha.supervision.lifecycle.Event.RestartWithGroup;
import io.github.batonha.supervision.lifecycle.Event.Spawned;
import io.github.batonha.supervision.lifecycle.Event.Start;
import io.github.batonha.supervision.lifecycle.Event.Stop;
import io.github.batonha.supervision.lifecycle.Event.Unhealthy;
import io.github.batonha.supervision.lifecycle.Event.Woken;
import io.github.batonha.supervision.lifecycle.State.BackingOff;
import io.github.batonha.supervision.lifecycle.State.Cancelling;
import io.github.batonha.supervision.lifecycle.State.Clearing;
import io.github.batonha.supervision.lifecycle.State.Down;
import io.github.batonha.supervision.lifecycle.State.Draining;
import io.github.batonha.supervision.lifecycle.State.Ending;
import io.github.batonha.supervision.lifecycle.State.Failing;
import io.github.batonha.supervision.lifecycle.State.Finished;
import io.github.batonha.supervision.lifecycle.State.GaveUp;
import io.github.batonha.supervision.lifecycle.State.Idle;
import io.github.batonha.supervision.lifecycle.State.Initialising;
import io.github.batonha.supervision.lifecycle.State.Missing;
import io.github.batonha.supervision.lifecycle.State.Ready;
import io.github.batonha.supervision.lifecycle.State.Spawning;
import io.github.batonha.supervision.lifecycle.State.Then;
import io.github.batonha.supervision.lifecycle.State.Waiting;
import io.github.batonha.supervision.os.Exit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Decides all that happens to a process: at most one run lives at a time, a stop always leads to the end of the run, and no
 * run is killed before the time it was given has passed. Keeps no clock: deadlines stand in the state, and a timer that
 * fires early or late changes nothing.
 */
public final class ProcessLifecycle {

    /** How long taking evidence of a run may take. */
    public static final Duration EXAMINED_WITHIN = Duration.ofSeconds(20);

    private static final Exit UNKNOWN = new Exit.Unknown();

    private ProcessLifecycle() {}

    /** Nothing lives and nothing is wanted: where every process begins, whatever is adopted or wanted next. */
    public static State initial() {
        return new Down(RunHistory.NONE);
    }

    /** Where a process begins that a former agent knew, and nothing of which lives, and what is to be said to it first. */
    public record Resumed(State state, Event event) {}

    /**
     * A process that is wanted goes on where it was.
     *
     * @param last as the last agent left it, in run 0
     * @param ended how its last run ended, if one did without being followed by another
     */
    public static Resumed resume(State last, Optional<Exit> ended) {
        return switch (last) {
            case BackingOff _, GaveUp _ -> new Resumed(last, new Woken());
            // What is done stays so, whether anything of the node outlived its agent or not: it is not done twice.
            case Finished s -> ended.isEmpty() ? new Resumed(s, new Woken()) : ended(s.runHistory(), s.exit());
            case Missing s when ended.isPresent() -> ended(s.runHistory(), s.exit());
            case Down _, Missing _, Waiting _, Spawning _, Cancelling _ -> resume(last.runHistory(), ended);
            case Initialising _, Ready _, Ending _ -> resume(last.runHistory(), ended);
        };
    }

    private static Resumed resume(RunHistory runHistory, Optional<Exit> ended) {
        return ended.map(exit -> ended(runHistory, exit))
                .orElseGet(() -> new Resumed(new Down(runHistory), new Start()));
    }

    /** It ended while nobody was there to do what follows. */
    private static Resumed ended(RunHistory runHistory, Exit exit) {
        return new Resumed(new Initialising(runHistory), new Ended(runHistory.run(), exit));
    }

    public static Step step(State state, Event event, Instant now, Policy policy) {
        if (event instanceof Event.OfRun news && news.run() != state.run()) {
            return Step.to(state);
        }
        return switch (state) {
            case Idle idle -> idle(idle, event, now, policy);
            case BackingOff backingOff -> backingOff(backingOff, event, now, policy);
            case Waiting waiting -> waiting(waiting, event, now, policy);
            case Spawning spawning -> spawning(spawning, event, now, policy);
            case Cancelling cancelling -> cancelling(cancelling, event, now, policy);
            case Initialising initialising -> alive(initialising, initialising.runHistory(), event, now, policy);
            case Ready ready -> alive(ready, pastOf(ready, now, policy), event, now, policy);
            case Draining draining -> ending(draining, UNKNOWN, event, now, policy);
            case Failing failing -> failing(failing, event, now, policy);
            case Clearing clearing -> ending(clearing, clearing.exit(), event, now, policy);
        };
    }

    /**
     * The spawn to which the end of a run leads at once, if nothing else holds the process back. Whoever sees the end may carry it out
     * before the process's owner hears of it: that one comes to the same by the same steps at the same time.
     */
    public static Optional<Effect.Spawn> successor(State state, Ended ended, Instant now, Policy policy) {
        return step(state, ended, now, policy).state() instanceof Waiting waiting
                ? Optional.of(spawnOf(waiting.runHistory().nextRun(now)))
                : Optional.empty();
    }

    private static Step idle(Idle state, Event event, Instant now, Policy policy) {
        return switch (event) {
            case Start _ -> startFresh(state.runHistory(), now, policy);
            case Stop _ -> Step.to(new Down(state.runHistory()));
            case Adopted e -> adopt(state, e.history());
            // Nothing lives that could end with its group or send news; dependencies are asked for before each start.
            case RestartWithGroup _, DependenciesChanged _, Granted _, Woken _ -> Step.to(state);
            case Spawned _, Refused _, BecameReady _, Exited _, Ended _, Gone _ -> Step.to(state);
            case Unhealthy _, Examined _ -> Step.to(state);
        };
    }

    private static Step backingOff(BackingOff state, Event event, Instant now, Policy policy) {
        return switch (event) {
            case Start _ -> startFresh(state.runHistory(), now, policy);
            case Stop _ -> Step.to(new Down(state.runHistory()));
            case Adopted e -> adopt(state, e.history());
            case Woken _ -> {
                if (now.isBefore(state.until())) {
                    yield Step.to(state, new Effect.WakeAt(state.until()));
                }
                yield state.isGranted()
                        ? restart(state.runHistory(), state.why(), now, policy)
                        : Step.to(state, new Effect.TakeStart());
            }
            case Granted e ->
                e.at().isAfter(now)
                        ? Step.to(
                                new BackingOff(state.runHistory(), e.at(), state.why(), true),
                                new Effect.WakeAt(e.at()))
                        : restart(state.runHistory(), state.why(), now, policy);
            // As when idle.
            case RestartWithGroup _, DependenciesChanged _ -> Step.to(state);
            case Spawned _, Refused _, BecameReady _, Unhealthy _, Examined _ -> Step.to(state);
            case Exited _, Ended _, Gone _ -> Step.to(state);
        };
    }

    private static Step waiting(Waiting state, Event event, Instant now, Policy policy) {
        return switch (event) {
            case Start _ -> startFresh(state.runHistory(), now, policy);
            case Stop _ -> Step.to(new Down(state.runHistory()));
            case Adopted e -> adopt(state, e.history());
            case DependenciesChanged e -> e.pending().isEmpty() ? spawn(state, now) : waitFor(state, e.pending(), now);
            case Woken _ -> waitFor(state, state.pending(), now);
            // It starts anyway.
            case RestartWithGroup _, Granted _ -> Step.to(state);
            case Spawned _, Refused _, BecameReady _, Unhealthy _, Examined _ -> Step.to(state);
            case Exited _, Ended _, Gone _ -> Step.to(state);
        };
    }

    private static Step spawning(Spawning state, Event event, Instant now, Policy policy) {
        return switch (event) {
            case Stop e -> Step.to(new Cancelling(state.runHistory(), e.order(), Then.STAY_DOWN));
            case RestartWithGroup e -> Step.to(new Cancelling(state.runHistory(), e.order(), Then.RESTART_WITH_GROUP));
            case Spawned _ -> Step.to(new Initialising(state.runHistory()));
            case Refused e -> refused(state, e, now, policy);
            case Exited e -> failed(e.exit(), policy, clear(state.runHistory(), e.exit(), now, policy));
            case Ended e -> failed(e.exit(), policy, afterUnaskedEnd(state.runHistory(), e.exit(), now, policy));
            case Gone _ -> failed(UNKNOWN, policy, afterUnaskedEnd(state.runHistory(), UNKNOWN, now, policy));
            // Wanted already; a run can't be found while one is spawned by us.
            case Start _, DependenciesChanged _, Adopted _, Granted _, Woken _ -> Step.to(state);
            // Told of a run that is known to live alone.
            case BecameReady _, Unhealthy _, Examined _ -> Step.to(state);
        };
    }

    private static Step cancelling(Cancelling state, Event event, Instant now, Policy policy) {
        return switch (event) {
            // Nothing was signalled yet: the run that is being spawned is wanted again.
            case Start _ -> Step.to(new Spawning(state.runHistory()));
            case Stop e ->
                Step.to(new Cancelling(state.runHistory(), state.order().quicker(e.order()), Then.STAY_DOWN));
            case Spawned _ ->
                signalled(new Draining(state.runHistory(), state.order().killAt(now), false, state.then()), now);
            case Exited e -> {
                var killAt = state.order().killAt(now);
                yield signalled(new Clearing(state.runHistory(), killAt, false, e.exit(), state.then()), now);
            }
            case Refused _, Gone _ -> follow(state.runHistory(), state.then(), UNKNOWN, now, policy);
            case Ended e -> follow(state.runHistory(), state.then(), e.exit(), now, policy);
            // Play no part on the way down.
            case RestartWithGroup _, DependenciesChanged _, Adopted _, Granted _, Woken _ -> Step.to(state);
            case BecameReady _, Unhealthy _, Examined _ -> Step.to(state);
        };
    }

    /**
     * Initialising or ready.
     *
     * @param runHistory as it is if the run ends now
     */
    private static Step alive(State state, RunHistory runHistory, Event event, Instant now, Policy policy) {
        return switch (event) {
            case Stop e -> drain(state, e.order(), Then.STAY_DOWN, now);
            case RestartWithGroup e -> drain(state, e.order(), Then.RESTART_WITH_GROUP, now);
            case BecameReady _ -> Step.to(state instanceof Ready ? state : new Ready(state.runHistory(), now));
            case Unhealthy e ->
                failed(new Exit.Unhealthy(e.why(), UNKNOWN), policy, fail(runHistory, e.why(), now, policy));
            case Exited e -> failed(e.exit(), policy, clear(runHistory, e.exit(), now, policy));
            case Ended e -> failed(e.exit(), policy, afterUnaskedEnd(runHistory, e.exit(), now, policy));
            case Gone _ -> failed(UNKNOWN, policy, afterUnaskedEnd(runHistory, UNKNOWN, now, policy));
            // Evidence is taken of what fails alone.
            case Examined _ -> Step.to(state);
            // Started already; dependencies count at the start alone.
            case Start _, DependenciesChanged _, Adopted _, Granted _, Woken _, Spawned _, Refused _ -> Step.to(state);
        };
    }

    /** As what is ended otherwise, but it is asked to end when the evidence is taken, or when somebody wants it stopped. */
    private static Step failing(Failing state, Event event, Instant now, Policy policy) {
        return switch (event) {
            case Examined e
            when !state.isExamined() -> {
                var why = e.found().isEmpty() ? state.why() : state.why() + "; " + e.found();
                var examined =
                        new Failing(state.runHistory(), state.killAt(), state.isKilled(), true, why, state.then());
                yield terminated(examined, now.plus(policy.stopWithin()), now);
            }
            case Stop e
            when !state.isExamined() -> {
                var examined = new Failing(
                        state.runHistory(), state.killAt(), state.isKilled(), true, state.why(), Then.STAY_DOWN);
                yield terminated(examined, e.order().killAt(now), now);
            }
            case Exited e -> clear(state, e.exit(), now, policy);
            case Ended e -> follow(state.runHistory(), state.then(), state.exit(e.exit()), now, policy);
            case Gone _ -> follow(state.runHistory(), state.then(), state.exit(UNKNOWN), now, policy);
            case Start _, Stop _, RestartWithGroup _, DependenciesChanged _, Adopted _, Granted _, Woken _ ->
                ending(state, UNKNOWN, event, now, policy);
            case Spawned _, Refused _, BecameReady _, Unhealthy _, Examined _ -> Step.to(state);
        };
    }

    /** What it leaves behind is asked to end, unless it was already. */
    private static Step clear(Failing state, Exit exit, Instant now, Policy policy) {
        var killAt = now.plus(policy.stopWithin());
        var earlier = killAt.isBefore(state.killAt()) ? killAt : state.killAt();
        var clearing = new Clearing(state.runHistory(), earlier, state.isKilled(), state.exit(exit), state.then());
        return state.isExamined() ? look(clearing, now) : signalled(clearing, now);
    }

    private static Step terminated(Failing state, Instant killAt, Instant now) {
        if (state.isKilled()) {
            return Step.to(state);
        }
        var earlier = killAt.isBefore(state.killAt()) ? killAt : state.killAt();
        return signalled(state.with(earlier, false, state.then()), now);
    }

    /** Draining or clearing. */
    private static Step ending(Ending state, Exit known, Event event, Instant now, Policy policy) {
        return switch (event) {
            case Start _ -> Step.to(state.with(state.killAt(), state.isKilled(), Then.START_AGAIN));
            case Stop e ->
                look(state.with(earlier(state.killAt(), e.order(), now), state.isKilled(), Then.STAY_DOWN), now);
            case Woken _ -> look(state, now);
            case Exited e ->
                Step.to(
                        state instanceof Draining
                                ? new Clearing(
                                        state.runHistory(), state.killAt(), state.isKilled(), e.exit(), state.then())
                                : state);
            case Ended e -> follow(state.runHistory(), state.then(), e.exit(), now, policy);
            case Gone _ -> follow(state.runHistory(), state.then(), known, now, policy);
            // Play no part on the way down; what starts again afterwards does so without being told twice.
            case RestartWithGroup _, DependenciesChanged _, Adopted _, Granted _ -> Step.to(state);
            case Spawned _, Refused _, BecameReady _, Unhealthy _, Examined _ -> Step.to(state);
        };
    }

    private static Step startFresh(RunHistory runHistory, Instant now, Policy policy) {
        return await(runHistory.with(runHistory.history().fresh()), now, policy);
    }

    private static Step restart(RunHistory runHistory, Why why, Instant now, Policy policy) {
        return await(
                runHistory.with(runHistory
                        .history()
                        .restarted(why.cause(), now, policy.restart().period())),
                now,
                policy);
    }

    private static Step await(RunHistory runHistory, Instant now, Policy policy) {
        var lateAt = now.plus(policy.dependencyTimeout());
        return Step.to(
                new Waiting(runHistory, Set.of(), lateAt, false),
                new Effect.WakeAt(lateAt),
                new Effect.CheckDependencies());
    }

    private static Step waitFor(Waiting state, Set<String> pending, Instant now) {
        var isLate = state.isLate() || !now.isBefore(state.lateAt());
        var next = new Waiting(state.runHistory(), pending, state.lateAt(), isLate);
        return isLate ? Step.to(next) : Step.to(next, new Effect.WakeAt(state.lateAt()));
    }

    private static Step spawn(State state, Instant now) {
        var runHistory = state.runHistory().nextRun(now);
        return Step.to(new Spawning(runHistory), spawnOf(runHistory));
    }

    private static Effect.Spawn spawnOf(RunHistory runHistory) {
        return new Effect.Spawn(runHistory.run(), runHistory.history().restarts());
    }

    private static Step adopt(State state, RestartHistory history) {
        var run = state.run() + 1;
        return Step.to(new Initialising(new RunHistory(run, history)), new Effect.Adopt(run));
    }

    private static Step refused(Spawning state, Refused refusal, Instant now, Policy policy) {
        return switch (policy.restart().policy()) {
            case PERMANENT, TRANSIENT, ONESHOT ->
                restartLater(
                        state.runHistory(), new Why.Told(refusal.reason(), RestartCause.START_FAILED), now, policy);
            case TEMPORARY ->
                Step.to(new GaveUp(state.runHistory(), new Why.Told(refusal.reason(), RestartCause.START_FAILED)));
        };
    }

    private static Step drain(State state, StopOrder order, Then then, Instant now) {
        return signalled(new Draining(state.runHistory(), order.killAt(now), false, then), now);
    }

    /** The main process ended by itself: the rest of its run follows before anything else happens. */
    private static Step clear(RunHistory runHistory, Exit exit, Instant now, Policy policy) {
        return signalled(new Clearing(runHistory, now.plus(policy.stopWithin()), false, exit, Then.FOLLOW_POLICY), now);
    }

    /** It is killed at the latest when the time for the evidence and that for its end have both passed. */
    private static Step fail(RunHistory runHistory, String why, Instant now, Policy policy) {
        var killAt = now.plus(EXAMINED_WITHIN).plus(policy.stopWithin());
        return Step.to(
                new Failing(runHistory, killAt, false, false, why, Then.FOLLOW_POLICY),
                new Effect.WakeAt(killAt),
                new Effect.Examine(runHistory.run()));
    }

    private static Step signalled(Ending state, Instant now) {
        return now.isBefore(state.killAt())
                ? Step.to(state, new Effect.Terminate(state.run()), new Effect.WakeAt(state.killAt()))
                : look(state, now);
    }

    private static Step look(Ending state, Instant now) {
        if (state.isKilled()) {
            return Step.to(state);
        }
        return now.isBefore(state.killAt())
                ? Step.to(state, new Effect.WakeAt(state.killAt()))
                : Step.to(state.with(state.killAt(), true, state.then()), new Effect.Kill(state.run()));
    }

    private static Step follow(RunHistory runHistory, Then then, Exit exit, Instant now, Policy policy) {
        return switch (then) {
            case STAY_DOWN -> Step.to(new Down(runHistory));
            case START_AGAIN -> startFresh(runHistory, now, policy);
            case RESTART_WITH_GROUP ->
                await(runHistory.with(runHistory.history().restartedWithGroup()), now, policy);
            case FOLLOW_POLICY -> afterUnaskedEnd(runHistory, exit, now, policy);
        };
    }

    private static Step afterUnaskedEnd(RunHistory runHistory, Exit exit, Instant now, Policy policy) {
        if (isRestarted(exit, policy)) {
            return restartLater(runHistory, new Why.Ended(exit), now, policy);
        }
        return switch (policy.restart().policy()) {
            case PERMANENT, TRANSIENT, ONESHOT -> Step.to(new Finished(runHistory, exit));
            case TEMPORARY -> Step.to(new Missing(runHistory, exit));
        };
    }

    private static boolean isRestarted(Exit exit, Policy policy) {
        return switch (policy.restart().policy()) {
            case PERMANENT -> true;
            case TRANSIENT, ONESHOT -> !exit.isSuccess(policy.restart().successExits());
            case TEMPORARY -> false;
        };
    }

    /** Before anything follows, the group is told of an end that is followed by a restart. */
    private static Step failed(Exit exit, Policy policy, Step step) {
        return isRestarted(exit, policy) ? step.after(new Effect.TellGroup()) : step;
    }

    /** At once where the row allows it; never, if there were too many. */
    private static Step restartLater(RunHistory runHistory, Why why, Instant now, Policy policy) {
        var rules = policy.restart();
        if (runHistory.history().within(rules.period(), now).size() >= rules.maxRestarts()) {
            return Step.to(new GaveUp(runHistory, new Why.TooOften(why, rules)));
        }
        var until = Backoff.nextStart(runHistory, policy);
        return until.isAfter(now)
                ? Step.to(new BackingOff(runHistory, until, why, false), new Effect.WakeAt(until))
                : restart(runHistory, why, now, policy);
    }

    private static RunHistory pastOf(Ready state, Instant now, Policy policy) {
        var isStable = !now.isBefore(state.since().plus(policy.restart().stableAfter()));
        return isStable ? state.runHistory().with(state.runHistory().history().fresh()) : state.runHistory();
    }

    private static Instant earlier(Instant killAt, StopOrder order, Instant now) {
        var asked = order.killAt(now);
        return asked.isBefore(killAt) ? asked : killAt;
    }
}
