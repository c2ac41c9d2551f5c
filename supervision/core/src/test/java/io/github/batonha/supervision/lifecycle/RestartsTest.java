package io.github.batonha.supervision.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.spec.RestartPolicy;
import io.github.batonha.supervision.spec.RestartRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How long processes wait for their next start, and how many start at a time. */
class RestartsTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final RestartRules RULES = RestartRules.of(RestartPolicy.PERMANENT);

    @Test
    void givenARow_whenItGrows_thenTheWaitDoublesUpToItsMost() {
        var expected = List.of(0, 1, 2, 4, 8, 16, 32, 60, 60);

        for (var row = 0; row < expected.size(); row++) {
            var most = Duration.ofSeconds(expected.get(row));
            for (var seed = 0; seed < 200; seed++) {
                var wait = Duration.between(NOON, Backoff.nextStart(past(row, 7), policy(RULES, seed)));
                assertThat(wait)
                        .as("row %d", row)
                        .isBetween(most.multipliedBy(3).dividedBy(4), most);
            }
        }
        assertThat(Backoff.nextStart(past(1_000_000, 7), policy(RULES, 0))).isBefore(NOON.plusSeconds(61));
    }

    @Test
    void givenManyProcesses_whenTheyWait_thenTheirWaitsAreSpread() {
        var waits = new HashSet<Duration>();
        for (var seed = 0; seed < 100; seed++) {
            waits.add(Duration.between(NOON, Backoff.nextStart(past(8, 7), policy(RULES, seed))));
        }

        assertThat(waits).hasSizeGreaterThan(95);
        assertThat(waits).anyMatch(wait -> wait.compareTo(Duration.ofSeconds(48)) < 0);
        assertThat(waits).anyMatch(wait -> wait.compareTo(Duration.ofSeconds(57)) > 0);
    }

    @Test
    void givenTheSameRun_whenAskedTwice_thenTheWaitIsTheSame() {
        assertThat(Backoff.nextStart(past(3, 7), policy(RULES, 5)))
                .isEqualTo(Backoff.nextStart(past(3, 7), policy(RULES, 5)))
                .isNotEqualTo(Backoff.nextStart(past(3, 8), policy(RULES, 5)));
    }

    @Test
    void givenAFirstWaitOfNothing_whenTheRowGrows_thenNobodyWaits() {
        assertThat(Backoff.nextStart(past(5, 7), policy(RULES.withBackoff(Duration.ZERO), 0)))
                .isEqualTo(NOON);
    }

    @Test
    void givenAHistory_whenARunIsFoundAlive_thenRestartsThatWereNotKeptAreCounted() {
        var kept = new RestartHistory(3, 2, List.of(NOON), NOON);

        assertThat(kept.adopting(3, NOON.plusSeconds(1)))
                .isEqualTo(new RestartHistory(3, 2, List.of(NOON), NOON.plusSeconds(1)));
        assertThat(kept.adopting(5, NOON)).isEqualTo(new RestartHistory(5, 4, List.of(NOON), NOON));
        assertThat(kept.adopting(0, NOON)).isEqualTo(kept);
    }

    @Test
    void givenOldRestarts_whenAnotherFollows_thenOnlyThoseOfThePeriodAreKept() {
        var period = Duration.ofMinutes(1);
        var history = new RestartHistory(2, 2, List.of(NOON.minusSeconds(60), NOON.minusSeconds(59)), NOON);

        assertThat(history.within(period, NOON)).containsExactly(NOON.minusSeconds(59));
        assertThat(history.restarted(RestartCause.UNKNOWN, NOON, period))
                .isEqualTo(new RestartHistory(3, 3, List.of(NOON.minusSeconds(59), NOON), NOON));
    }

    @ParameterizedTest
    @MethodSource("causes")
    void givenAnUnaskedEnd_whenItIsRestarted_thenItsCauseIsCounted(Event event, RestartCause cause) {
        var policy = policy(RULES.withBackoff(Duration.ZERO), 0);
        var state =
                event instanceof Event.Refused ? new State.Spawning(past(0, 1)) : new State.Initialising(past(0, 1));
        var step = ProcessLifecycle.step(state, event, NOON, policy);
        while (step.state() instanceof State.Ending) {
            step = ProcessLifecycle.step(step.state(), new Event.Ended(1, new Exit.Status(143)), NOON, policy);
        }

        assertThat(step.state().runHistory().history().counts().byCause()).isEqualTo(Map.of(cause, 1));
    }

    static Stream<Arguments> causes() {
        return Stream.of(
                Arguments.of(new Event.Ended(1, new Exit.Status(3)), RestartCause.CRASH),
                Arguments.of(new Event.Ended(1, new Exit.Killed(9)), RestartCause.CRASH),
                Arguments.of(new Event.Exited(1, new Exit.Status(0)), RestartCause.CRASH),
                Arguments.of(new Event.Unhealthy(1, "no answer"), RestartCause.UNHEALTHY),
                Arguments.of(
                        new Event.Ended(1, new Exit.Unhealthy("no answer", new Exit.Status(0))),
                        RestartCause.UNHEALTHY),
                Arguments.of(new Event.Gone(1), RestartCause.UNKNOWN),
                Arguments.of(new Event.Refused(1, "no program"), RestartCause.START_FAILED));
    }

    @Test
    void givenAWaitAfterAFailedStart_whenItIsOver_thenTheRestartCountsAsAFailedStart() {
        var waiting =
                new State.BackingOff(past(1, 1), NOON, new Why.Told("no program", RestartCause.START_FAILED), true);

        var step = ProcessLifecycle.step(waiting, new Event.Woken(), NOON, policy(RULES, 0));

        assertThat(step.state().runHistory().history().counts().byCause())
                .isEqualTo(Map.of(RestartCause.UNKNOWN, 1, RestartCause.START_FAILED, 1));
    }

    @Test
    void givenAFreshBudget_whenManyStart_thenAsManyAsASecondHasAtOnceAndThenOneAnInterval() {
        var budget = StartBudget.perSecond(10);
        var at = new ArrayList<Long>();
        for (var i = 0; i < 13; i++) {
            var taken = budget.take(NOON);
            at.add(Duration.between(NOON, taken.at()).toMillis());
            budget = taken.left();
        }

        assertThat(at.subList(0, 10)).containsOnly(0L);
        assertThat(at.subList(10, 13)).containsExactly(100L, 200L, 300L);
        assertThat(budget.take(NOON.plusSeconds(60)).at()).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void givenAnyTimes_whenTaken_thenTheBudgetIsNeverExceeded() {
        for (var seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var perSecond = 1 + random.nextInt(20);
            var budget = StartBudget.perSecond(perSecond);
            var now = NOON;
            var starts = new ArrayList<Instant>();
            for (var i = 0; i < 200; i++) {
                now = now.plusMillis(random.nextInt(300));
                var taken = budget.take(now);
                assertThat(taken.at()).isAfterOrEqualTo(now);
                starts.add(taken.at());
                budget = taken.left();
            }
            for (var start : starts) {
                var within = starts.stream()
                        .filter(at -> !at.isBefore(start) && at.isBefore(start.plusSeconds(1)))
                        .count();
                assertThat(within).as("seed %d", seed).isLessThanOrEqualTo(2L * perSecond);
            }
        }
    }

    @Test
    void givenTimes_whenShown_thenInTheGreatestUnitWithoutARest() {
        assertThat(List.of(
                        Texts.shown(Duration.ofMillis(1500)),
                        Texts.shown(Duration.ofSeconds(0)),
                        Texts.shown(Duration.ofSeconds(61)),
                        Texts.shown(Duration.ofSeconds(120)),
                        Texts.shown(Duration.ofMinutes(90)),
                        Texts.shown(Duration.ofHours(2))))
                .containsExactly("1500 ms", "0 s", "61 s", "2 min", "90 min", "2 h");
    }

    private static RunHistory past(int row, long run) {
        return new RunHistory(run, new RestartHistory(row, row, List.of(), NOON));
    }

    private static Policy policy(RestartRules rules, long seed) {
        return new Policy(rules, Duration.ofSeconds(10), Duration.ofSeconds(20), seed);
    }
}
