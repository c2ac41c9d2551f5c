package io.github.batonha.supervision.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.lifecycle.State.Then;
import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.spec.RestartPolicy;
import io.github.batonha.supervision.spec.RestartRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProcessLifecycleTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Policy PERMANENT = policy(RestartPolicy.PERMANENT);
    private static final Policy TRANSIENT = policy(RestartPolicy.TRANSIENT);
    private static final Policy TEMPORARY = policy(RestartPolicy.TEMPORARY);
    private static final StopOrder GENTLY = new StopOrder(Duration.ofSeconds(5), false);
    private static final StopOrder AT_ONCE = new StopOrder(Duration.ofSeconds(5), true);
    private static final Exit CRASH = new Exit.Status(3);
    private static final Exit CLEAN = new Exit.Status(0);

    /** Run 7, the second of a row, begun at noon. */
    private static final RunHistory PAST =
            new RunHistory(7, new RestartHistory(2, 1, List.of(NOON.minusSeconds(60)), NOON));

    private static final RunHistory AGAIN = new RunHistory(
            7, new RestartHistory(with(PAST, RestartCause.CRASH), 2, List.of(NOON.minusSeconds(60), NOON), NOON));
    private static final RunHistory FRESH = new RunHistory(7, new RestartHistory(2, 0, List.of(), NOON));
    private static final RunHistory NEXT = new RunHistory(8, PAST.history());

    /** Every kind of state; deadlines stand 30 s after noon. */
    private static final List<State> STATES = List.of(
            new State.Down(PAST),
            new State.Missing(PAST, CRASH),
            new State.Finished(PAST, CLEAN),
            new State.GaveUp(PAST, new Why.Told("no program")),
            new State.BackingOff(PAST, NOON.plusSeconds(30), new Why.Ended(new Exit.Status(3)), false),
            new State.Waiting(PAST, Set.of("A"), NOON.plusSeconds(30), false),
            new State.Spawning(PAST),
            new State.Cancelling(PAST, GENTLY, Then.STAY_DOWN),
            new State.Initialising(PAST),
            new State.Ready(PAST, NOON.minusSeconds(9)),
            new State.Draining(PAST, NOON.plusSeconds(30), false, Then.STAY_DOWN),
            new State.Failing(PAST, NOON.plusSeconds(30), false, false, "no answer", Then.FOLLOW_POLICY),
            new State.Clearing(PAST, NOON.plusSeconds(30), false, CRASH, Then.FOLLOW_POLICY));

    private static final List<Event> EVENTS = List.of(
            new Event.Start(),
            new Event.Stop(GENTLY),
            new Event.RestartWithGroup(GENTLY),
            new Event.DependenciesChanged(Set.of()),
            new Event.DependenciesChanged(Set.of("B")),
            new Event.Adopted(RestartHistory.NONE),
            new Event.Granted(NOON),
            new Event.Granted(NOON.plusSeconds(5)),
            new Event.Woken(),
            new Event.Spawned(7),
            new Event.Refused(7, "no program"),
            new Event.Refused(7, "no memory"),
            new Event.BecameReady(7),
            new Event.Unhealthy(7, "no answer"),
            new Event.Examined(7, "a deadlock"),
            new Event.Exited(7, CRASH),
            new Event.Ended(7, CRASH),
            new Event.Gone(7));

    /** What follows at noon, a column an event above; a dot: nothing changes and nothing is done. */
    private static final Map<String, String> TABLE = Map.ofEntries(
            Map.entry("Down", "Waiting . . . . Initialising . . . . . . . . . . . ."),
            Map.entry("Missing", "Waiting Down . . . Initialising . . . . . . . . . . . ."),
            Map.entry("Finished", "Waiting Down . . . Initialising . . . . . . . . . . . ."),
            Map.entry("GaveUp", "Waiting Down . . . Initialising . . . . . . . . . . . ."),
            Map.entry("BackingOff", "Waiting Down . . . Initialising Waiting BackingOff BackingOff . . . . . . . . ."),
            Map.entry("Waiting", "Waiting Down . Spawning Waiting Initialising . . Waiting . . . . . . . . ."),
            Map.entry(
                    "Spawning",
                    ". Cancelling Cancelling . . . . . . Initialising BackingOff BackingOff . . . Clearing BackingOff BackingOff"),
            Map.entry("Cancelling", "Spawning . . . . . . . . Draining Down Down . . . Clearing Down Down"),
            Map.entry(
                    "Initialising",
                    ". Draining Draining . . . . . . . . . Ready Failing . Clearing BackingOff BackingOff"),
            Map.entry("Ready", ". Draining Draining . . . . . . . . . . Failing . Clearing BackingOff BackingOff"),
            Map.entry("Draining", "Draining Draining . . . . . . Draining . . . . . . Clearing Down Down"),
            Map.entry(
                    "Failing", "Failing Failing . . . . . . Failing . . . . . Failing Clearing BackingOff BackingOff"),
            Map.entry("Clearing", "Clearing Clearing . . . . . . Clearing . . . . . . . BackingOff BackingOff"));

    static Stream<State> states() {
        return STATES.stream();
    }

    @ParameterizedTest
    @MethodSource("states")
    void givenAnyState_whenAnyEventComes_thenTheTableHolds(State state) {
        var columns = TABLE.getOrDefault(state.getClass().getSimpleName(), "").split(" ", -1);
        assertThat(columns).hasSameSizeAs(EVENTS);

        for (var i = 0; i < columns.length; i++) {
            var step = ProcessLifecycle.step(state, EVENTS.get(i), NOON, PERMANENT);
            var what = state + " + " + EVENTS.get(i);
            if (columns[i].equals(".")) {
                assertThat(step).as(what).isEqualTo(new Step(state, List.of()));
            } else {
                assertThat(step.state().getClass().getSimpleName()).as(what).isEqualTo(columns[i]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("states")
    void givenAnyState_whenNewsOfAnotherRunCome_thenNothingHappens(State state) {
        for (var run : List.of(6, 8)) {
            var late = List.of(
                    new Event.Spawned(run),
                    new Event.Refused(run, "late"),
                    new Event.BecameReady(run),
                    new Event.Unhealthy(run, "late"),
                    new Event.Examined(run, "late"),
                    new Event.Exited(run, CRASH),
                    new Event.Ended(run, CRASH),
                    new Event.Gone(run));

            for (var event : late) {
                assertThat(step(state, event)).as(state + " + " + event).isEqualTo(new Step(state, List.of()));
            }
        }
    }

    @Test
    void givenDown_whenStarted_thenItWaitsForItsDependenciesAndSpawnsANewRun() {
        var waiting = step(new State.Down(PAST), new Event.Start());
        assertThat(waiting)
                .isEqualTo(new Step(
                        new State.Waiting(FRESH, Set.of(), NOON.plusSeconds(20), false),
                        List.of(new Effect.WakeAt(NOON.plusSeconds(20)), new Effect.CheckDependencies())));

        var spawning = step(waiting.state(), new Event.DependenciesChanged(Set.of()), NOON.plusSeconds(3));

        var runHistory = new RunHistory(8, new RestartHistory(2, 0, List.of(), NOON.plusSeconds(3)));
        assertThat(spawning).isEqualTo(new Step(new State.Spawning(runHistory), List.of(new Effect.Spawn(8, 2))));
    }

    @Test
    void givenWaiting_whenTheTimeoutPasses_thenItIsLateAndStillStarts() {
        var waiting = new State.Waiting(PAST, Set.of("A"), NOON.plusSeconds(30), false);

        var late = step(waiting, new Event.Woken(), NOON.plusSeconds(30));

        assertThat(late)
                .isEqualTo(new Step(new State.Waiting(PAST, Set.of("A"), NOON.plusSeconds(30), true), List.of()));
        assertThat(step(late.state(), new Event.DependenciesChanged(Set.of("B")), NOON.plusSeconds(31)))
                .isEqualTo(new Step(new State.Waiting(PAST, Set.of("B"), NOON.plusSeconds(30), true), List.of()));
        assertThat(step(late.state(), new Event.DependenciesChanged(Set.of()), NOON.plusSeconds(40))
                        .effects())
                .containsExactly(new Effect.Spawn(8, 2));
    }

    @Test
    void givenWaiting_whenATimerFiresEarly_thenItAsksAgain() {
        var waiting = new State.Waiting(PAST, Set.of("A"), NOON.plusSeconds(30), false);

        assertThat(step(waiting, new Event.Woken()))
                .isEqualTo(new Step(waiting, List.of(new Effect.WakeAt(NOON.plusSeconds(30)))));
    }

    @Test
    void givenReady_whenStopped_thenTermNowAndKillAtTheDeadline() {
        var draining = step(new State.Ready(PAST, NOON), new Event.Stop(GENTLY));
        assertThat(draining)
                .isEqualTo(new Step(
                        new State.Draining(PAST, NOON.plusSeconds(5), false, Then.STAY_DOWN),
                        List.of(new Effect.Terminate(7), new Effect.WakeAt(NOON.plusSeconds(5)))));

        var early = step(draining.state(), new Event.Woken(), NOON.plusMillis(4999));
        assertThat(early).isEqualTo(new Step(draining.state(), List.of(new Effect.WakeAt(NOON.plusSeconds(5)))));

        var killed = step(draining.state(), new Event.Woken(), NOON.plusSeconds(5));
        assertThat(killed.effects()).containsExactly(new Effect.Kill(7));
        assertThat(step(killed.state(), new Event.Woken(), NOON.plusSeconds(6)))
                .isEqualTo(new Step(killed.state(), List.of()));
    }

    @Test
    void givenReady_whenStoppedByForce_thenItIsKilledAtOnce() {
        assertThat(step(new State.Ready(PAST, NOON), new Event.Stop(AT_ONCE)))
                .isEqualTo(new Step(new State.Draining(PAST, NOON, true, Then.STAY_DOWN), List.of(new Effect.Kill(7))));
    }

    @Test
    void givenDraining_whenStoppedAgain_thenOnlyAnEarlierDeadlineCounts() {
        var draining = new State.Draining(PAST, NOON.plusSeconds(30), false, Then.START_AGAIN);

        assertThat(step(draining, new Event.Stop(GENTLY)).state())
                .isEqualTo(new State.Draining(PAST, NOON.plusSeconds(5), false, Then.STAY_DOWN));
        assertThat(step(draining, new Event.Stop(new StopOrder(Duration.ofSeconds(60), false)))
                        .state())
                .isEqualTo(new State.Draining(PAST, NOON.plusSeconds(30), false, Then.STAY_DOWN));
        assertThat(step(draining, new Event.Stop(AT_ONCE)).effects()).containsExactly(new Effect.Kill(7));
    }

    @Test
    void givenDraining_whenStartedAgain_thenTheNextRunComesAfterTheLastIsGone() {
        var again = step(new State.Draining(PAST, NOON, true, Then.STAY_DOWN), new Event.Start());
        assertThat(again).isEqualTo(new Step(new State.Draining(PAST, NOON, true, Then.START_AGAIN), List.of()));

        var exited = step(again.state(), new Event.Exited(7, CRASH));
        assertThat(exited)
                .isEqualTo(new Step(new State.Clearing(PAST, NOON, true, CRASH, Then.START_AGAIN), List.of()));

        for (var end : List.of(new Event.Gone(7), new Event.Ended(7, CRASH))) {
            assertThat(step(exited.state(), end).state().runHistory()).isEqualTo(FRESH);
            assertThat(step(again.state(), end).state()).isInstanceOf(State.Waiting.class);
        }
    }

    @Test
    void givenClearing_whenWishesChange_thenTheLastOneCounts() {
        var clearing = new State.Clearing(PAST, NOON.plusSeconds(30), false, CRASH, Then.FOLLOW_POLICY);

        var stopped = step(clearing, new Event.Stop(GENTLY)).state();
        assertThat(stopped).isEqualTo(new State.Clearing(PAST, NOON.plusSeconds(5), false, CRASH, Then.STAY_DOWN));
        assertThat(step(stopped, new Event.Gone(7)).state()).isEqualTo(new State.Down(PAST));
        var started = step(stopped, new Event.Start()).state();
        assertThat(started).isEqualTo(new State.Clearing(PAST, NOON.plusSeconds(5), false, CRASH, Then.START_AGAIN));
        var killed = step(started, new Event.Woken(), NOON.plusSeconds(5));
        assertThat(killed)
                .isEqualTo(new Step(
                        new State.Clearing(PAST, NOON.plusSeconds(5), true, CRASH, Then.START_AGAIN),
                        List.of(new Effect.Kill(7))));
        assertThat(step(killed.state(), new Event.Woken(), NOON.plusSeconds(9)).effects())
                .isEmpty();
        assertThat(step(killed.state(), new Event.Gone(7)).state()).isInstanceOf(State.Waiting.class);
    }

    @Test
    void givenTemporaryAndClearing_whenStarted_thenItStartsAllTheSame() {
        var clearing = new State.Clearing(PAST, NOON.plusSeconds(30), false, CRASH, Then.FOLLOW_POLICY);

        var started = ProcessLifecycle.step(clearing, new Event.Start(), NOON, TEMPORARY);

        assertThat(ProcessLifecycle.step(started.state(), new Event.Gone(7), NOON, TEMPORARY)
                        .state())
                .isInstanceOf(State.Waiting.class);
    }

    @Test
    void givenARun_whenItsMainProcessEndsByItself_thenTheGroupIsToldAndTheRestIsCleared() {
        for (var state : List.of(new State.Ready(PAST, NOON), new State.Initialising(PAST), new State.Spawning(PAST))) {
            assertThat(step(state, new Event.Exited(7, CRASH)))
                    .as(state.toString())
                    .isEqualTo(new Step(
                            new State.Clearing(PAST, NOON.plusSeconds(10), false, CRASH, Then.FOLLOW_POLICY),
                            List.of(
                                    new Effect.TellGroup(),
                                    new Effect.Terminate(7),
                                    new Effect.WakeAt(NOON.plusSeconds(10)))));
        }
    }

    @Test
    void givenARunThatLeavesNothing_whenItEnds_thenTheGroupIsToldBeforeAnythingElse() {
        for (var state : List.of(new State.Ready(PAST, NOON), new State.Initialising(PAST), new State.Spawning(PAST))) {
            for (var end : List.of(new Event.Ended(7, CRASH), new Event.Gone(7))) {
                assertThat(step(state, end, NOON.plusSeconds(2)).effects())
                        .as(state + " + " + end)
                        .containsExactly(
                                new Effect.TellGroup(),
                                new Effect.WakeAt(NOON.plusSeconds(22)),
                                new Effect.CheckDependencies());
            }
        }
        assertThat(ProcessLifecycle.step(new State.Initialising(PAST), new Event.Ended(7, CRASH), NOON, TEMPORARY)
                        .effects())
                .isEmpty();
        assertThat(ProcessLifecycle.step(new State.Initialising(PAST), new Event.Exited(7, CLEAN), NOON, TRANSIENT)
                        .effects())
                .doesNotContain(new Effect.TellGroup());
    }

    @Test
    void givenTheFirstEndOfARow_whenItEnds_thenItStartsWithoutDelay() {
        var first = new RunHistory(7, new RestartHistory(5, 0, List.of(), NOON));

        var step = step(new State.Initialising(first), new Event.Ended(7, CRASH));

        assertThat(step.state())
                .isEqualTo(new State.Waiting(
                        new RunHistory(7, new RestartHistory(with(first, RestartCause.CRASH), 1, List.of(NOON), NOON)),
                        Set.of(),
                        NOON.plusSeconds(20),
                        false));
    }

    @Test
    void givenTheSecondEndOfARow_whenItEndsSoon_thenItWaitsAndAsksTheBudget() {
        var until = Backoff.nextStart(PAST, PERMANENT);
        var backingOff = step(new State.Initialising(PAST), new Event.Ended(7, CRASH));
        assertThat(backingOff)
                .isEqualTo(new Step(
                        new State.BackingOff(PAST, until, new Why.Ended(new Exit.Status(3)), false),
                        List.of(new Effect.TellGroup(), new Effect.WakeAt(until))));

        var asked = step(backingOff.state(), new Event.Woken(), until);
        assertThat(asked).isEqualTo(new Step(backingOff.state(), List.of(new Effect.TakeStart())));

        var later = step(asked.state(), new Event.Granted(until.plusSeconds(5)), until);
        assertThat(later)
                .isEqualTo(new Step(
                        new State.BackingOff(PAST, until.plusSeconds(5), new Why.Ended(new Exit.Status(3)), true),
                        List.of(new Effect.WakeAt(until.plusSeconds(5)))));

        assertThat(step(later.state(), new Event.Woken(), until.plusSeconds(4)).effects())
                .containsExactly(new Effect.WakeAt(until.plusSeconds(5)));
        assertThat(step(later.state(), new Event.Woken(), until.plusSeconds(5))
                        .state()
                        .restarts())
                .isEqualTo(3);
        assertThat(step(asked.state(), new Event.Granted(NOON)).state())
                .isEqualTo(new State.Waiting(AGAIN, Set.of(), NOON.plusSeconds(20), false));
    }

    @Test
    void givenAStableRun_whenItEnds_thenEarlierRestartsAreForgotten() {
        var stable = new State.Ready(PAST, NOON);

        var ended = step(stable, new Event.Ended(7, CRASH), NOON.plusSeconds(10));
        assertThat(ended.state().runHistory().history())
                .isEqualTo(new RestartHistory(with(PAST, RestartCause.CRASH), 1, List.of(NOON.plusSeconds(10)), NOON));
        var exited = step(stable, new Event.Exited(7, CRASH), NOON.plusSeconds(10));
        assertThat(exited.state().runHistory().history()).isEqualTo(FRESH.history());

        assertThat(step(stable, new Event.Exited(7, CRASH), NOON.plusMillis(9999))
                        .state()
                        .runHistory())
                .isEqualTo(PAST);
        assertThat(step(stable, new Event.BecameReady(7), NOON.plusSeconds(5)).state())
                .isEqualTo(stable);
    }

    @Test
    void givenTooManyRestarts_whenItEnds_thenItGivesUpAndSaysWhy() {
        var rules = RestartRules.of(RestartPolicy.PERMANENT).withIntensity(2, Duration.ofMinutes(5));
        var policy = new Policy(rules, Duration.ofSeconds(10), Duration.ofSeconds(20), 0);
        var twice = new RunHistory(
                7, new RestartHistory(9, 2, List.of(NOON.minusSeconds(299), NOON.minusSeconds(1)), NOON));

        var gaveUp = ProcessLifecycle.step(new State.Initialising(twice), new Event.Ended(7, CRASH), NOON, policy);
        assertThat(gaveUp.state()).isInstanceOfSatisfying(State.GaveUp.class, state -> {
            assertThat(state.runHistory()).isEqualTo(twice);
            assertThat(state.why()).hasToString("gave up after 2 restarts within 5 min: exit status 3");
        });

        var inTime = ProcessLifecycle.step(
                new State.Initialising(twice), new Event.Ended(7, CRASH), NOON.plusSeconds(1), policy);
        assertThat(inTime.state()).isNotInstanceOf(State.GaveUp.class);
    }

    @Test
    void givenNoRestartIsAllowed_whenItEnds_thenItGivesUpAtOnce() {
        var rules = RestartRules.of(RestartPolicy.PERMANENT).withIntensity(0, Duration.ofMinutes(5));
        var policy = new Policy(rules, Duration.ofSeconds(10), Duration.ofSeconds(20), 0);

        assertThat(ProcessLifecycle.step(new State.Initialising(FRESH), new Event.Ended(7, CRASH), NOON, policy)
                        .state())
                .isInstanceOfSatisfying(State.GaveUp.class, state -> {
                    assertThat(state.runHistory()).isEqualTo(FRESH);
                    assertThat(state.why()).hasToString("exit status 3; not restarted, as maxRestarts is 0");
                });
    }

    @Test
    void givenGaveUp_whenStartedByHand_thenNothingIsCountedAndTheRowBeginsAnew() {
        var step = step(new State.GaveUp(PAST, new Why.Told("gave up")), new Event.Start());

        assertThat(step.state().runHistory()).isEqualTo(FRESH);
    }

    @Test
    void givenTransient_whenItEndsWithSuccess_thenItHasFinished() {
        var clearing = new State.Clearing(PAST, NOON, false, CLEAN, Then.FOLLOW_POLICY);

        assertThat(ProcessLifecycle.step(clearing, new Event.Gone(7), NOON, TRANSIENT))
                .isEqualTo(new Step(new State.Finished(PAST, CLEAN), List.of()));
        assertThat(ProcessLifecycle.step(new State.Ready(PAST, NOON), new Event.Ended(7, CLEAN), NOON, TRANSIENT))
                .isEqualTo(new Step(new State.Finished(PAST, CLEAN), List.of()));
    }

    @Test
    void givenTransient_whenItEndsOtherwise_thenItIsRestarted() {
        for (var exit : List.of(CRASH, new Exit.Killed(9), new Exit.Killed(15), new Exit.Unknown())) {
            assertThat(ProcessLifecycle.step(new State.Initialising(PAST), new Event.Ended(7, exit), NOON, TRANSIENT)
                            .state())
                    .as(exit.toString())
                    .isInstanceOf(State.BackingOff.class);
        }
        assertThat(ProcessLifecycle.step(new State.Spawning(PAST), new Event.Refused(7, "no memory"), NOON, TRANSIENT)
                        .state())
                .isInstanceOf(State.BackingOff.class);
    }

    @Test
    void givenTemporary_whenItEndsByItself_thenItIsMissing() {
        var clearing = new State.Clearing(PAST, NOON, false, CRASH, Then.FOLLOW_POLICY);

        assertThat(ProcessLifecycle.step(clearing, new Event.Gone(7), NOON, TEMPORARY))
                .isEqualTo(new Step(new State.Missing(PAST, CRASH), List.of()));
    }

    @Test
    void givenTemporary_whenASpawnIsRefusedInPassing_thenItGivesUpAllTheSame() {
        var refused = new Event.Refused(7, "no memory");

        assertThat(ProcessLifecycle.step(new State.Spawning(PAST), refused, NOON, TEMPORARY)
                        .state())
                .isEqualTo(new State.GaveUp(PAST, new Why.Told("no memory", RestartCause.START_FAILED)));
    }

    @Test
    void givenCancelling_whenItLives_thenItIsStoppedAsOrderedLast() {
        var quick = new StopOrder(Duration.ofSeconds(1), false);
        var cancelling = new State.Cancelling(PAST, GENTLY, Then.RESTART_WITH_GROUP);
        var quicker = step(cancelling, new Event.Stop(quick)).state();
        assertThat(quicker).isEqualTo(new State.Cancelling(PAST, quick, Then.STAY_DOWN));

        assertThat(step(quicker, new Event.Spawned(7)))
                .isEqualTo(new Step(
                        new State.Draining(PAST, NOON.plusSeconds(1), false, Then.STAY_DOWN),
                        List.of(new Effect.Terminate(7), new Effect.WakeAt(NOON.plusSeconds(1)))));
        assertThat(step(step(quicker, new Event.Stop(AT_ONCE)).state(), new Event.Spawned(7))
                        .effects())
                .containsExactly(new Effect.Kill(7));
    }

    @Test
    void givenCancellingByForce_whenItHasExited_thenTheRestIsKilled() {
        var exited = step(new State.Cancelling(PAST, AT_ONCE, Then.STAY_DOWN), new Event.Exited(7, CRASH));

        assertThat(exited)
                .isEqualTo(new Step(
                        new State.Clearing(PAST, NOON, true, CRASH, Then.STAY_DOWN), List.of(new Effect.Kill(7))));
    }

    @Test
    void givenARun_whenItsGroupRestarts_thenItEndsAndComesBackWithoutBeingCountedAgainstIt() {
        var later = NOON.plusSeconds(1);
        for (var state : List.of(new State.Ready(PAST, NOON), new State.Initialising(PAST))) {
            var draining = step(state, new Event.RestartWithGroup(GENTLY));
            assertThat(draining)
                    .isEqualTo(new Step(
                            new State.Draining(PAST, NOON.plusSeconds(5), false, Then.RESTART_WITH_GROUP),
                            List.of(new Effect.Terminate(7), new Effect.WakeAt(NOON.plusSeconds(5)))));
            var back = step(draining.state(), new Event.Ended(7, CRASH), later);
            assertThat(back.state().runHistory().history())
                    .isEqualTo(new RestartHistory(
                            with(PAST, RestartCause.GROUP), 1, PAST.history().recentRestarts(), NOON));
            assertThat(back.effects()).contains(new Effect.CheckDependencies());
        }
        assertThat(step(new State.Spawning(PAST), new Event.RestartWithGroup(GENTLY))
                        .state())
                .isEqualTo(new State.Cancelling(PAST, GENTLY, Then.RESTART_WITH_GROUP));
    }

    @Test
    void givenARunFoundAlive_whenAdopted_thenItKeepsItsHistory() {
        assertThat(step(ProcessLifecycle.initial(), new Event.Adopted(PAST.history())))
                .isEqualTo(new Step(
                        new State.Initialising(new RunHistory(1, PAST.history())), List.of(new Effect.Adopt(1))));
        assertThat(step(new State.Down(PAST), new Event.Adopted(PAST.history())).state())
                .isEqualTo(new State.Initialising(NEXT));
    }

    private static RestartCounts with(RunHistory before, RestartCause cause) {
        return before.history().counts().plus(cause, 1);
    }

    private static Policy policy(RestartPolicy restart) {
        return new Policy(RestartRules.of(restart), Duration.ofSeconds(10), Duration.ofSeconds(20), 0);
    }

    private static Step step(State state, Event event) {
        return step(state, event, NOON);
    }

    private static Step step(State state, Event event, Instant now) {
        return ProcessLifecycle.step(state, event, now, PERMANENT);
    }
}
