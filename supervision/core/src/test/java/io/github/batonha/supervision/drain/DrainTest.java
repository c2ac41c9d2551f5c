package io.github.batonha.supervision.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.drain.DrainEffect.Answer;
import io.github.batonha.supervision.drain.DrainEffect.End;
import io.github.batonha.supervision.drain.DrainEffect.Phase;
import io.github.batonha.supervision.drain.DrainEffect.Say;
import io.github.batonha.supervision.drain.DrainEffect.Start;
import io.github.batonha.supervision.drain.DrainEffect.Stop;
import io.github.batonha.supervision.drain.DrainEffect.Store;
import io.github.batonha.supervision.drain.DrainEffect.Wake;
import io.github.batonha.supervision.drain.DrainEvent.Counted;
import io.github.batonha.supervision.drain.DrainEvent.DrainOrdered;
import io.github.batonha.supervision.drain.DrainEvent.Resumed;
import io.github.batonha.supervision.drain.DrainEvent.StopFinished;
import io.github.batonha.supervision.drain.DrainEvent.UndrainOrdered;
import io.github.batonha.supervision.drain.DrainEvent.Woken;
import io.github.batonha.supervision.drain.DrainState.Drained;
import io.github.batonha.supervision.drain.DrainState.Draining;
import io.github.batonha.supervision.drain.DrainState.Leaving;
import io.github.batonha.supervision.drain.DrainState.Serving;
import io.github.batonha.supervision.drain.DrainState.Stopping;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrainTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final Duration SETTLE = Duration.ofSeconds(6);
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final Set<String> RUNNING = Set.of("ROUTER", "FEED");
    private static final DrainOrder STOP = new DrainOrder("ops", WITHIN, true, false, false);
    private static final DrainOrder KEEP = new DrainOrder("ops", WITHIN, false, false, false);
    private static final DrainOrder FORCE = new DrainOrder("ops", WITHIN, true, true, false);
    private static final DrainOrder CLOSE = new DrainOrder("ops", WITHIN, false, false, true);
    private static final List<DrainState> STATES = states();
    private static final List<DrainEvent> EVENTS = List.of(
            new DrainOrdered(STOP),
            new DrainOrdered(KEEP),
            new DrainOrdered(FORCE),
            new DrainOrdered(CLOSE),
            new UndrainOrdered("ops"),
            new Counted(0),
            new Counted(3),
            new Counted(-1),
            new Woken(),
            new StopFinished(Set.of()),
            new StopFinished(Set.of("FEED")),
            new Resumed(true),
            new Resumed(false));

    private static List<DrainState> states() {
        var states = new ArrayList<DrainState>(List.of(new Serving()));
        for (var order : List.of(STOP, KEEP, FORCE, CLOSE)) {
            states.add(new Draining(order, NOON, NOON.plus(WITHIN), NOON));
            states.add(new Drained(order, NOON, false, Set.of()));
            if (order.stop() || order.close()) {
                states.add(new Leaving(order, NOON, NOON.plus(SETTLE)));
            }
            if (order.stop()) {
                states.add(new Stopping(order, NOON, RUNNING));
                states.add(new Drained(order, NOON, true, RUNNING));
            }
        }
        return List.copyOf(states);
    }

    private static DrainFacts at(long seconds) {
        return facts(seconds, false);
    }

    private static DrainFacts facts(long seconds, boolean isActive) {
        return new DrainFacts("NodeA", NOON.plusSeconds(seconds), NOON.plusSeconds(seconds), isActive, RUNNING, SETTLE);
    }

    private static DrainState draining(DrainOrder order) {
        return Drain.step(new Serving(), new DrainOrdered(order), at(0)).state();
    }

    private interface Check {
        void of(DrainState before, DrainEvent event, DrainFacts facts, DrainStep step);
    }

    /** Every state, event, time and role. */
    private static void everywhere(Check check) {
        for (var state : STATES) {
            for (var event : EVENTS) {
                for (var isActive : List.of(false, true)) {
                    for (var seconds : List.of(0, 6, 59, 60, 3600)) {
                        var facts = facts(seconds, isActive);
                        check.of(state, event, facts, Drain.step(state, event, facts));
                    }
                }
            }
        }
    }

    @Test
    void givenNobodyIsToComeBack_whenUsersAreGone_thenBalancersSendNobodyAndGetTheTimeToNotice() {
        var leaving = Drain.step(draining(CLOSE), new Counted(0), at(7)).state();
        var early = Drain.step(leaving, new Woken(), at(8)).state();
        var drained = Drain.step(leaving, new Woken(), at(13));

        assertThat(leaving).isEqualTo(new Leaving(CLOSE, NOON, NOON.plusSeconds(13)));
        assertThat(early).isEqualTo(leaving);
        assertThat(drained.state()).isEqualTo(new Drained(CLOSE, NOON, false, Set.of()));
        assertThat(drained.effects()).noneMatch(Stop.class::isInstance).anyMatch(End.class::isInstance);
        assertThat(drained.state().admission()).isEqualTo(Admission.CLOSED);
        assertThat(Drain.step(leaving, new Resumed(false), at(8)).state()).isInstanceOf(Leaving.class);
    }

    @Test
    void whateverHappens_thenProcessesStopOnlyAfterBalancersHadTheTimeToNotice() {
        everywhere((before, event, facts, step) -> {
            if (step.effects().contains(new Stop())) {
                assertThat(before).isInstanceOfAny(Leaving.class, Stopping.class);
                assertThat(step.state()).isInstanceOf(Stopping.class);
                if (before instanceof Leaving leaving) {
                    assertThat(facts.now()).isAfterOrEqualTo(leaving.until());
                }
            }
        });
    }

    @Test
    void givenNoForce_whateverHappensOnThePrimary_thenNothingBeginsToStop() {
        everywhere((before, event, facts, step) -> {
            var begins = step.state() instanceof Stopping && !(before instanceof Stopping);
            if (begins && facts.isActive()) {
                assertThat(((Stopping) step.state()).order().force()).isTrue();
            }
        });
    }

    @Test
    void whateverHappens_thenANodeIsServingOnlyIfItWasOrIsUndrained() {
        everywhere((before, event, facts, step) -> {
            if (step.state() instanceof Serving) {
                assertThat(before instanceof Serving || event instanceof UndrainOrdered)
                        .isTrue();
            }
            if (event instanceof UndrainOrdered) {
                assertThat(step.state()).isEqualTo(new Serving());
            }
        });
    }

    @Test
    void whateverHappens_thenWhatIsToBeKnownAfterARestartIsStored() {
        everywhere((before, event, facts, step) -> {
            var isOtherKind = !before.getClass().equals(step.state().getClass());
            if (isOtherKind) {
                assertThat(step.effects()).contains(new Store());
            }
        });
    }

    @Test
    void whateverHappens_thenWhoAsksIsAnsweredOrWaits() {
        everywhere((before, event, facts, step) -> {
            if (event instanceof UndrainOrdered) {
                assertThat(step.effects()).anyMatch(effect -> effect instanceof Answer || effect instanceof Start);
            }
            if (event instanceof DrainOrdered) {
                var isAnswered = step.effects().stream().anyMatch(Answer.class::isInstance);
                var isOnTheWay = !(step.state() instanceof Serving) && !(step.state() instanceof Drained);
                assertThat(isAnswered || isOnTheWay).isTrue();
            }
        });
    }

    @Test
    void whateverHappens_thenTheDrainEndsForThoseWhoWait() {
        everywhere((before, event, facts, step) -> {
            var wasOnTheWay = !(before instanceof Serving) && !(before instanceof Drained);
            var isOver = step.state() instanceof Serving || step.state() instanceof Drained;
            if (wasOnTheWay && isOver && !(event instanceof Resumed)) {
                assertThat(step.effects()).anyMatch(End.class::isInstance);
            }
        });
    }

    @Test
    void whateverHappens_thenWhatWasStoppedIsKnownUntilItIsStarted() {
        everywhere((before, event, facts, step) -> {
            if (before instanceof Drained(var _, var _, var _, var stopped) && !stopped.isEmpty()) {
                var isKept =
                        step.state() instanceof Drained after && after.stopped().equals(stopped);
                assertThat(isKept || step.effects().contains(new Start(stopped)))
                        .isTrue();
            }
        });
    }

    @Test
    void givenUsersGo_whenDrained_thenBalancersComeFirstThenUsersThenBalancersThenProcesses() {
        var draining = Drain.step(new Serving(), new DrainOrdered(STOP), at(0));
        var busy = Drain.step(draining.state(), new Counted(2, "10.0.0.7 to ROUTER"), at(10));
        var quiet = Drain.step(busy.state(), new Counted(0), at(15));
        var leaving = Drain.step(quiet.state(), new Counted(0), at(16));
        var stopping = Drain.step(leaving.state(), new Woken(), at(22));
        var drained = Drain.step(stopping.state(), new StopFinished(Set.of()), at(23));

        assertThat(draining.state().admission()).isEqualTo(Admission.NO_NEW);
        assertThat(draining.effects())
                .containsExactly(
                        new Store(),
                        new Say(Phase.BALANCER, "balancers are told to send no new users to NodeA"),
                        new Wake(NOON.plusSeconds(60)));
        assertThat(busy.effects())
                .containsExactly(new Say(
                        Phase.WAIT, "2 connections of users are open (10.0.0.7 to ROUTER); at most 50.0 s more"));
        assertThat(quiet.state()).isInstanceOf(Draining.class);
        assertThat(leaving.state().admission()).isEqualTo(Admission.CLOSED);
        assertThat(leaving.effects()).contains(new Wake(NOON.plusSeconds(22)));
        assertThat(stopping.effects())
                .containsExactly(
                        new Store(),
                        new Say(Phase.STOP, "stopping 2 processes in reverse order of their dependencies"),
                        new Stop());
        assertThat(drained.state()).isEqualTo(new Drained(STOP, NOON, true, RUNNING));
        assertThat(drained.effects()).contains(new End(true, "NodeA is drained: 2 processes stopped", ""));
    }

    @ParameterizedTest
    @ValueSource(ints = {5, -1})
    void givenUsersStay_whenTheDeadlinePasses_thenItGoesOnWithoutThem(int connections) {
        var before = Drain.step(draining(STOP), new Counted(connections), at(59));
        var after = Drain.step(before.state(), new Counted(connections), at(60));

        assertThat(before.state()).isInstanceOf(Draining.class);
        assertThat(after.state()).isInstanceOf(Leaving.class);
    }

    @Test
    void givenNobodyCounts_whenTheDeadlinePasses_thenItGoesOn() {
        assertThat(Drain.step(draining(STOP), new Woken(), at(60)).state()).isInstanceOf(Leaving.class);
        assertThat(Drain.step(draining(STOP), new Woken(), at(59)).effects())
                .containsExactly(new Wake(NOON.plusSeconds(60)));
    }

    @Test
    void givenNoStop_whenUsersAreGone_thenProcessesAreLeftAndBoundUsersStayWelcome() {
        var step = Drain.step(draining(KEEP), new Counted(0), at(6));

        assertThat(step.state()).isEqualTo(new Drained(KEEP, NOON, false, Set.of()));
        assertThat(step.state().admission()).isEqualTo(Admission.NO_NEW);
    }

    @Test
    void givenThePrimary_whenDrained_thenItIsRefusedUnlessItIsForcedOrNothingIsStopped() {
        var refused = Drain.step(new Serving(), new DrainOrdered(STOP), facts(0, true));

        assertThat(refused.state()).isEqualTo(new Serving());
        assertThat(refused.effects()).singleElement().isInstanceOf(Answer.class);
        assertThat(Drain.step(new Serving(), new DrainOrdered(KEEP), facts(0, true))
                        .state())
                .isInstanceOf(Draining.class);
        assertThat(Drain.step(new Serving(), new DrainOrdered(FORCE), facts(0, true))
                        .state())
                .isInstanceOf(Draining.class);
    }

    @Test
    void givenItBecamePrimaryMeanwhile_whenProcessesWereToStop_thenTheyAreLeftRunning() {
        var leaving = new Leaving(STOP, NOON, NOON.plus(SETTLE));

        for (var step : List.of(
                Drain.step(leaving, new Woken(), facts(6, true)),
                Drain.step(draining(STOP), new Counted(0), facts(6, true)))) {
            assertThat(step.state()).isEqualTo(new Drained(STOP, NOON, false, Set.of()));
            assertThat(step.effects()).anyMatch(effect -> effect instanceof End end && !end.isDone());
        }
    }

    @Test
    void givenANodeDrainedWithItsProcessesRunning_whenTheyAreToStopToo_thenItGoesOnFromThere() {
        var step = Drain.step(new Drained(KEEP, NOON, false, Set.of()), new DrainOrdered(STOP), at(100));

        assertThat(step.state()).isEqualTo(new Draining(STOP, NOON, NOON.plusSeconds(160), NOON.plusSeconds(100)));
    }

    @Test
    void givenARestartWithProcessesAlive_whenResumed_thenTheLookingBeginsAnewButTheDeadlineStays() {
        var step = Drain.step(draining(STOP), new Resumed(true), at(20));

        assertThat(step.state()).isEqualTo(new Draining(STOP, NOON, NOON.plusSeconds(60), NOON.plusSeconds(20)));
    }

    @Test
    void givenARestartWithNothingAlive_whenResumed_thenTheNodeIsDrained() {
        var step = Drain.step(draining(STOP), new Resumed(false), at(20));

        assertThat(step.state()).isEqualTo(new Drained(STOP, NOON, true, RUNNING));
        assertThat(Drain.step(draining(KEEP), new Resumed(false), at(20)).state())
                .isInstanceOf(Draining.class);
    }

    /** Whatever comes in whatever order, once time passes and the actor does its part, a drain ends. */
    @Test
    void givenAnyHistory_whenTimePasses_thenADrainEnds() {
        for (var seed = 0; seed < 2000; seed++) {
            var random = new Random(seed);
            DrainState state = new Serving();
            var seconds = 0;
            for (var count = random.nextInt(20); count > 0; count--) {
                seconds += random.nextInt(40);
                var event = EVENTS.get(random.nextInt(EVENTS.size()));
                state = Drain.step(state, event, facts(seconds, random.nextInt(4) == 0))
                        .state();
            }
            for (var count = 0; count < 4; count++) {
                seconds += 100;
                DrainEvent next = state instanceof Stopping ? new StopFinished(Set.of()) : new Woken();
                state = Drain.step(state, next, facts(seconds, random.nextBoolean()))
                        .state();
            }
            assertThat(state).as("seed %d", seed).isInstanceOfAny(Serving.class, Drained.class);
        }
    }
}
