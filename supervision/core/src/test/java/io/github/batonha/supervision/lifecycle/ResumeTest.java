package io.github.batonha.supervision.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.lifecycle.ProcessLifecycle.Resumed;
import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.spec.RestartPolicy;
import io.github.batonha.supervision.spec.RestartRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where a new agent goes on with a process of which nothing lives. */
class ResumeTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final RunHistory PAST = new RunHistory(0, new RestartHistory(4, 2, List.of(NOON), NOON));
    private static final Exit CRASH = new Exit.Status(3);
    private static final Exit UNKNOWN = new Exit.Unknown();

    @Test
    void givenABackoff_whenResumed_thenItGoesOnUntilItsTime() {
        var backingOff = new State.BackingOff(PAST, NOON.plusSeconds(8), new Why.Told("exit status 3"), false);

        var resumed = ProcessLifecycle.resume(backingOff, Optional.of(UNKNOWN));

        assertThat(first(resumed, RestartPolicy.PERMANENT))
                .isEqualTo(new Step(backingOff, List.of(new Effect.WakeAt(NOON.plusSeconds(8)))));
    }

    @Test
    void givenAGiveUp_whenResumed_thenItStays() {
        var gaveUp = new State.GaveUp(PAST, new Why.Told("gave up"));

        assertThat(first(ProcessLifecycle.resume(gaveUp, Optional.empty()), RestartPolicy.PERMANENT))
                .isEqualTo(new Step(gaveUp, List.of()));
    }

    @Test
    void givenARunThatEndedUnseen_whenResumed_thenThePolicySaysWhatFollows() {
        var resumed = ProcessLifecycle.resume(new State.Down(PAST), Optional.of(UNKNOWN));

        assertThat(first(resumed, RestartPolicy.PERMANENT).state().restarts()).isEqualTo(5);
        assertThat(first(resumed, RestartPolicy.TRANSIENT).state().restarts()).isEqualTo(5);
        assertThat(first(resumed, RestartPolicy.TEMPORARY).state()).isEqualTo(new State.Missing(PAST, UNKNOWN));
    }

    @Test
    void givenItWasLeftDown_whenResumed_thenItIsStillKnownHowItEnded() {
        var missing = ProcessLifecycle.resume(new State.Missing(PAST, CRASH), Optional.of(UNKNOWN));
        assertThat(first(missing, RestartPolicy.TEMPORARY).state()).isEqualTo(new State.Missing(PAST, CRASH));

        var clean = new State.Finished(PAST, new Exit.Status(0));
        assertThat(first(ProcessLifecycle.resume(clean, Optional.of(UNKNOWN)), RestartPolicy.TRANSIENT)
                        .state())
                .isEqualTo(clean);
    }

    @Test
    void givenNoRunOfThisStartOfTheNode_whenResumed_thenItStarts() {
        for (var last : List.of(new State.Down(PAST), new State.Missing(PAST, CRASH))) {
            assertThat(ProcessLifecycle.resume(last, Optional.empty()))
                    .isEqualTo(new Resumed(new State.Down(PAST), new Event.Start()));
        }
    }

    @Test
    void givenItHasDoneItsWorkAndNothingOutlivedTheAgent_whenResumed_thenItIsNotRunAgain() {
        var done = new State.Finished(PAST, new Exit.Status(0));

        for (var policy : List.of(RestartPolicy.ONESHOT, RestartPolicy.TRANSIENT)) {
            assertThat(first(ProcessLifecycle.resume(done, Optional.empty()), policy))
                    .isEqualTo(new Step(done, List.of()));
        }
    }

    @Test
    void givenAStateThatIsNeverKept_whenResumed_thenOnlyItsHistoryCounts() {
        for (var last : List.of(
                new State.Waiting(PAST, Set.of(), NOON, false),
                new State.Spawning(PAST),
                new State.Cancelling(PAST, new StopOrder(Duration.ZERO, false), State.Then.STAY_DOWN),
                new State.Initialising(PAST),
                new State.Ready(PAST, NOON),
                new State.Draining(PAST, NOON, false, State.Then.STAY_DOWN),
                new State.Clearing(PAST, NOON, false, CRASH, State.Then.STAY_DOWN))) {
            assertThat(ProcessLifecycle.resume(last, Optional.empty()))
                    .isEqualTo(new Resumed(new State.Down(PAST), new Event.Start()));
            assertThat(ProcessLifecycle.resume(last, Optional.of(CRASH)))
                    .isEqualTo(new Resumed(new State.Initialising(PAST), new Event.Ended(0, CRASH)));
        }
    }

    private static Step first(Resumed resumed, RestartPolicy restart) {
        var policy = new Policy(RestartRules.of(restart), Duration.ofSeconds(10), Duration.ofSeconds(20), 0);
        return ProcessLifecycle.step(resumed.state(), resumed.event(), NOON.plusSeconds(3), policy);
    }
}
