package baton.supervision.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import baton.supervision.os.Exit;
import baton.supervision.spec.RestartPolicy;
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
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Policy PERMANENT =
            new Policy(RestartPolicy.PERMANENT, SECOND, Duration.ofSeconds(10), Duration.ofSeconds(20));
    private static final Policy TEMPORARY =
            new Policy(RestartPolicy.TEMPORARY, SECOND, Duration.ofSeconds(10), Duration.ofSeconds(20));
    private static final StopOrder GENTLY = new StopOrder(Duration.ofSeconds(5), false);
    private static final StopOrder AT_ONCE = new StopOrder(Duration.ofSeconds(5), true);
    private static final Exit CRASH = new Exit.Status(3);

    /** Every kind of state, in its run 7 after 2 restarts; deadlines stand 30 s after noon. */
    private static final List<State> STATES = List.of(
            new State.Down(7, 2),
            new State.Missing(7, 2, CRASH),
            new State.GaveUp(7, 2, "no program"),
            new State.BackingOff(7, 2, NOON.plusSeconds(30), "exit status 3"),
            new State.Waiting(7, 2, Set.of("A"), NOON.plusSeconds(30), false),
            new State.Spawning(7, 2),
            new State.Cancelling(7, 2, GENTLY),
            new State.Initialising(7, 2),
            new State.Ready(7, 2),
            new State.Draining(7, 2, NOON.plusSeconds(30), false, false),
            new State.Clearing(7, 2, NOON.plusSeconds(30), false, CRASH, State.Then.FOLLOW_POLICY));

    private static final List<Event> EVENTS = List.of(
            new Event.Start(),
            new Event.Stop(GENTLY),
            new Event.DependenciesChanged(Set.of()),
            new Event.DependenciesChanged(Set.of("B")),
            new Event.Adopted(4),
            new Event.Spawned(7),
            new Event.Refused(7, "no program", false),
            new Event.Refused(7, "no memory", true),
            new Event.BecameReady(7),
            new Event.Exited(7, CRASH),
            new Event.Gone(7),
            new Event.Woken());

    /** What follows at noon, a column an event above; a dot: nothing changes and nothing is done. */
    private static final Map<String, String> TABLE = Map.ofEntries(
            Map.entry("Down", "Waiting . . . Initialising . . . . . . ."),
            Map.entry("Missing", "Waiting Down . . Initialising . . . . . . ."),
            Map.entry("GaveUp", "Waiting Down . . Initialising . . . . . . ."),
            Map.entry("BackingOff", "Waiting Down . . Initialising . . . . . . BackingOff"),
            Map.entry("Waiting", "Waiting Down Spawning Waiting Initialising . . . . . . Waiting"),
            Map.entry("Spawning", ". Cancelling . . . Initialising GaveUp BackingOff . Clearing BackingOff ."),
            Map.entry("Cancelling", "Spawning . . . . Draining Down Down . Clearing Down ."),
            Map.entry("Initialising", ". Draining . . . . . . Ready Clearing BackingOff ."),
            Map.entry("Ready", ". Draining . . . . . . . Clearing BackingOff ."),
            Map.entry("Draining", "Draining Draining . . . . . . . Clearing Down Draining"),
            Map.entry("Clearing", ". Clearing . . . . . . . . BackingOff Clearing"));

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
    void givenAnyState_whenNewsOfAnEarlierRunCome_thenNothingHappens(State state) {
        var late = List.of(
                new Event.Spawned(6),
                new Event.Refused(6, "late", true),
                new Event.BecameReady(6),
                new Event.Exited(6, CRASH),
                new Event.Gone(6));

        for (var event : late) {
            assertThat(step(state, event, NOON)).isEqualTo(new Step(state, List.of()));
        }
    }

    @Test
    void givenDown_whenStarted_thenItWaitsForItsDependenciesAndSpawnsANewRun() {
        var waiting = step(new State.Down(7, 2), new Event.Start(), NOON);
        assertThat(waiting.effects())
                .containsExactly(new Effect.WakeAt(NOON.plusSeconds(20)), new Effect.CheckDependencies());

        var spawning = step(waiting.state(), new Event.DependenciesChanged(Set.of()), NOON);

        assertThat(spawning).isEqualTo(new Step(new State.Spawning(8, 2), List.of(new Effect.Spawn(8, 2))));
    }

    @Test
    void givenWaiting_whenTheTimeoutPasses_thenItIsLateAndStillStarts() {
        var waiting = new State.Waiting(7, 2, Set.of("A"), NOON.plusSeconds(30), false);

        var late = step(waiting, new Event.Woken(), NOON.plusSeconds(30));

        assertThat(late.state()).isEqualTo(new State.Waiting(7, 2, Set.of("A"), NOON.plusSeconds(30), true));
        assertThat(late.effects()).isEmpty();
        assertThat(step(late.state(), new Event.DependenciesChanged(Set.of("B")), NOON.plusSeconds(31))
                        .state())
                .isEqualTo(new State.Waiting(7, 2, Set.of("B"), NOON.plusSeconds(30), true));
        assertThat(step(late.state(), new Event.DependenciesChanged(Set.of()), NOON.plusSeconds(40))
                        .state())
                .isEqualTo(new State.Spawning(8, 2));
    }

    @Test
    void givenWaiting_whenATimerFiresEarly_thenItAsksAgain() {
        var waiting = new State.Waiting(7, 2, Set.of("A"), NOON.plusSeconds(30), false);

        assertThat(step(waiting, new Event.Woken(), NOON))
                .isEqualTo(new Step(waiting, List.of(new Effect.WakeAt(NOON.plusSeconds(30)))));
    }

    @Test
    void givenReady_whenStopped_thenTermNowAndKillAtTheDeadline() {
        var draining = step(new State.Ready(7, 2), new Event.Stop(GENTLY), NOON);
        assertThat(draining.state()).isEqualTo(new State.Draining(7, 2, NOON.plusSeconds(5), false, false));
        assertThat(draining.effects()).containsExactly(new Effect.Terminate(7), new Effect.WakeAt(NOON.plusSeconds(5)));

        var early = step(draining.state(), new Event.Woken(), NOON.plusMillis(4999));
        assertThat(early).isEqualTo(new Step(draining.state(), List.of(new Effect.WakeAt(NOON.plusSeconds(5)))));

        var killed = step(draining.state(), new Event.Woken(), NOON.plusSeconds(5));
        assertThat(killed.effects()).containsExactly(new Effect.Kill(7));
        assertThat(step(killed.state(), new Event.Woken(), NOON.plusSeconds(6)))
                .isEqualTo(new Step(killed.state(), List.of()));
    }

    @Test
    void givenReady_whenStoppedByForce_thenItIsKilledAtOnce() {
        assertThat(step(new State.Ready(7, 2), new Event.Stop(AT_ONCE), NOON))
                .isEqualTo(new Step(new State.Draining(7, 2, NOON, true, false), List.of(new Effect.Kill(7))));
    }

    @Test
    void givenDraining_whenStoppedAgain_thenOnlyAnEarlierDeadlineCounts() {
        var draining = new State.Draining(7, 2, NOON.plusSeconds(30), false, true);

        assertThat(step(draining, new Event.Stop(GENTLY), NOON).state())
                .isEqualTo(new State.Draining(7, 2, NOON.plusSeconds(5), false, false));
        assertThat(step(draining, new Event.Stop(new StopOrder(Duration.ofSeconds(60), false)), NOON)
                        .state())
                .isEqualTo(new State.Draining(7, 2, NOON.plusSeconds(30), false, false));
        assertThat(step(draining, new Event.Stop(AT_ONCE), NOON).effects()).containsExactly(new Effect.Kill(7));
    }

    @Test
    void givenDraining_whenStartedAgain_thenTheNextRunComesAfterTheLastIsGone() {
        var again = step(new State.Draining(7, 2, NOON, true, false), new Event.Start(), NOON);
        assertThat(again).isEqualTo(new Step(new State.Draining(7, 2, NOON, true, true), List.of()));

        var exited = step(again.state(), new Event.Exited(7, CRASH), NOON);
        assertThat(exited)
                .isEqualTo(new Step(new State.Clearing(7, 2, NOON, true, CRASH, State.Then.START_AGAIN), List.of()));

        assertThat(step(exited.state(), new Event.Gone(7), NOON).state()).isInstanceOf(State.Waiting.class);
        assertThat(step(again.state(), new Event.Gone(7), NOON).state()).isInstanceOf(State.Waiting.class);
    }

    @Test
    void givenClearing_whenWishesChange_thenTheLastOneCounts() {
        var clearing = new State.Clearing(7, 2, NOON.plusSeconds(30), false, CRASH, State.Then.FOLLOW_POLICY);

        var stopped = step(clearing, new Event.Stop(GENTLY), NOON).state();
        assertThat(stopped)
                .isEqualTo(new State.Clearing(7, 2, NOON.plusSeconds(5), false, CRASH, State.Then.STAY_DOWN));
        assertThat(step(stopped, new Event.Gone(7), NOON).state()).isEqualTo(new State.Down(7, 2));
        var started = step(stopped, new Event.Start(), NOON).state();
        assertThat(started)
                .isEqualTo(new State.Clearing(7, 2, NOON.plusSeconds(5), false, CRASH, State.Then.START_AGAIN));
        var killed = step(started, new Event.Woken(), NOON.plusSeconds(5));
        assertThat(killed.effects()).containsExactly(new Effect.Kill(7));
        assertThat(step(killed.state(), new Event.Woken(), NOON.plusSeconds(9)).effects())
                .isEmpty();
        assertThat(step(killed.state(), new Event.Gone(7), NOON).state()).isInstanceOf(State.Waiting.class);
    }

    @Test
    void givenPermanent_whenItEndsByItself_thenTheRestIsClearedAndItStartsAfterTheDelay() {
        var clearing = step(new State.Ready(7, 2), new Event.Exited(7, CRASH), NOON);
        assertThat(clearing.effects())
                .containsExactly(new Effect.Terminate(7), new Effect.WakeAt(NOON.plusSeconds(10)));

        var backingOff = step(clearing.state(), new Event.Gone(7), NOON.plusSeconds(2));
        assertThat(backingOff.state()).isEqualTo(new State.BackingOff(7, 2, NOON.plusSeconds(3), "exit status 3"));
        assertThat(backingOff.effects()).containsExactly(new Effect.WakeAt(NOON.plusSeconds(3)));

        assertThat(step(backingOff.state(), new Event.Woken(), NOON.plusSeconds(3))
                        .state())
                .isEqualTo(new State.Waiting(7, 3, Set.of(), NOON.plusSeconds(23), false));
    }

    @Test
    void givenTemporary_whenItEndsByItself_thenItIsMissing() {
        var clearing = new State.Clearing(7, 2, NOON, false, CRASH, State.Then.FOLLOW_POLICY);

        assertThat(ProcessLifecycle.step(clearing, new Event.Gone(7), NOON, TEMPORARY))
                .isEqualTo(new Step(new State.Missing(7, 2, CRASH), List.of()));
    }

    @Test
    void givenTemporary_whenASpawnIsRefusedInPassing_thenItGivesUpAllTheSame() {
        var refused = new Event.Refused(7, "no memory", true);

        assertThat(ProcessLifecycle.step(new State.Spawning(7, 2), refused, NOON, TEMPORARY)
                        .state())
                .isEqualTo(new State.GaveUp(7, 2, "no memory"));
    }

    @Test
    void givenCancelling_whenItLives_thenItIsStoppedAsOrderedLast() {
        var cancelling = new State.Cancelling(7, 2, GENTLY);
        var quicker = step(cancelling, new Event.Stop(new StopOrder(SECOND, false)), NOON)
                .state();
        assertThat(quicker).isEqualTo(new State.Cancelling(7, 2, new StopOrder(SECOND, false)));

        assertThat(step(quicker, new Event.Spawned(7), NOON).state())
                .isEqualTo(new State.Draining(7, 2, NOON.plusSeconds(1), false, false));
        assertThat(step(step(quicker, new Event.Stop(AT_ONCE), NOON).state(), new Event.Spawned(7), NOON)
                        .effects())
                .containsExactly(new Effect.Kill(7));
    }

    @Test
    void givenCancellingByForce_whenItHasExited_thenTheRestIsKilled() {
        var exited = step(new State.Cancelling(7, 2, AT_ONCE), new Event.Exited(7, CRASH), NOON);

        assertThat(exited.state()).isEqualTo(new State.Clearing(7, 2, NOON, true, CRASH, State.Then.STAY_DOWN));
        assertThat(exited.effects()).containsExactly(new Effect.Kill(7));
    }

    @Test
    void givenARunFoundAlive_whenAdopted_thenItKeepsItsRestarts() {
        assertThat(step(ProcessLifecycle.initial(), new Event.Adopted(4), NOON))
                .isEqualTo(new Step(new State.Initialising(1, 4), List.of(new Effect.Adopt(1))));
    }

    private static Step step(State state, Event event, Instant now) {
        return ProcessLifecycle.step(state, event, now, PERMANENT);
    }
}
