package io.github.batonha.supervision.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.lifecycle.State.Then;
import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.spec.RestartPolicy;
import io.github.batonha.supervision.spec.RestartRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run that lives and does not work. */
class FailingTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final RunHistory PAST = new RunHistory(7, new RestartHistory(2, 0, List.of(), NOON.minusSeconds(5)));
    private static final Exit TERMINATED = new Exit.Status(0);
    private static final StopOrder GENTLY = new StopOrder(Duration.ofSeconds(5), false);
    private static final StopOrder AT_ONCE = new StopOrder(Duration.ofSeconds(5), true);

    /** 20 s for the evidence and 10 s for the end. */
    private static final State.Failing FAILING =
            new State.Failing(PAST, NOON.plusSeconds(30), false, false, "no answer", Then.FOLLOW_POLICY);

    @Test
    void givenALiveRun_whenItIsUnhealthy_thenTheGroupIsToldAndEvidenceTakenBeforeItIsAskedToEnd() {
        for (var state : List.of(new State.Ready(PAST, NOON), new State.Initialising(PAST))) {
            assertThat(step(state, new Event.Unhealthy(7, "no answer"), NOON))
                    .isEqualTo(new Step(
                            FAILING,
                            List.of(
                                    new Effect.TellGroup(),
                                    new Effect.WakeAt(NOON.plusSeconds(30)),
                                    new Effect.Examine(7))));
        }
    }

    @Test
    void givenTemporary_whenItIsUnhealthy_thenNobodyElseIsConcernedAndItIsMissing() {
        var policy = policy(RestartPolicy.TEMPORARY);

        var failing =
                ProcessLifecycle.step(new State.Ready(PAST, NOON), new Event.Unhealthy(7, "no answer"), NOON, policy);

        assertThat(failing.effects()).doesNotContain(new Effect.TellGroup());
        var ended = ProcessLifecycle.step(failing.state(), new Event.Ended(7, TERMINATED), NOON, policy);
        assertThat(ended.state()).isEqualTo(new State.Missing(PAST, new Exit.Unhealthy("no answer", TERMINATED)));
    }

    @Test
    void givenFailing_whenExamined_thenTermNowAndKillAtTheDeadline() {
        var examined = step(FAILING, new Event.Examined(7, "a deadlock"), NOON.plusSeconds(2));
        var asked =
                new State.Failing(PAST, NOON.plusSeconds(12), false, true, "no answer; a deadlock", Then.FOLLOW_POLICY);
        assertThat(examined)
                .isEqualTo(new Step(asked, List.of(new Effect.Terminate(7), new Effect.WakeAt(NOON.plusSeconds(12)))));

        assertThat(step(asked, new Event.Examined(7, "again"), NOON.plusSeconds(3)))
                .isEqualTo(new Step(asked, List.of()));
        assertThat(step(asked, new Event.Woken(), NOON.plusSeconds(11)).effects())
                .containsExactly(new Effect.WakeAt(NOON.plusSeconds(12)));
        assertThat(step(asked, new Event.Woken(), NOON.plusSeconds(12)).effects())
                .containsExactly(new Effect.Kill(7));
    }

    @Test
    void givenNothingFound_whenExamined_thenTheReasonStaysAsItIs() {
        var examined =
                step(FAILING, new Event.Examined(7, ""), NOON.plusSeconds(25)).state();

        // Not later than it was to be killed anyway.
        assertThat(examined)
                .isEqualTo(new State.Failing(PAST, NOON.plusSeconds(30), false, true, "no answer", Then.FOLLOW_POLICY));
    }

    @Test
    void givenEvidenceThatNeverComes_whenTheDeadlinePasses_thenItIsKilledOnce() {
        var killed = step(FAILING, new Event.Woken(), NOON.plusSeconds(30));
        assertThat(killed.effects()).containsExactly(new Effect.Kill(7));

        assertThat(step(killed.state(), new Event.Examined(7, "late"), NOON.plusSeconds(31))
                        .effects())
                .isEmpty();
        assertThat(step(killed.state(), new Event.Stop(GENTLY), NOON.plusSeconds(31))
                        .effects())
                .isEmpty();
        assertThat(step(killed.state(), new Event.Exited(7, TERMINATED), NOON.plusSeconds(31)))
                .isEqualTo(new Step(
                        new State.Clearing(
                                PAST,
                                NOON.plusSeconds(30),
                                true,
                                new Exit.Unhealthy("no answer", TERMINATED),
                                Then.FOLLOW_POLICY),
                        List.of()));
    }

    @Test
    void givenFailing_whenStopped_thenItIsAskedToEndAtOnceAndStaysDown() {
        var stopped = step(FAILING, new Event.Stop(GENTLY), NOON);

        assertThat(stopped)
                .isEqualTo(new Step(
                        new State.Failing(PAST, NOON.plusSeconds(5), false, true, "no answer", Then.STAY_DOWN),
                        List.of(new Effect.Terminate(7), new Effect.WakeAt(NOON.plusSeconds(5)))));
        assertThat(step(stopped.state(), new Event.Gone(7), NOON).state()).isEqualTo(new State.Down(PAST));
        assertThat(step(FAILING, new Event.Stop(AT_ONCE), NOON).effects()).containsExactly(new Effect.Kill(7));
        assertThat(step(stopped.state(), new Event.Stop(AT_ONCE), NOON).effects())
                .containsExactly(new Effect.Kill(7));
    }

    @Test
    void givenFailing_whenStarted_thenItStartsAnewAfterItsEnd() {
        var again = step(FAILING, new Event.Start(), NOON);

        assertThat(again.effects()).isEmpty();
        assertThat(step(again.state(), new Event.Ended(7, TERMINATED), NOON).state())
                .isInstanceOf(State.Waiting.class);
    }

    @Test
    void givenEvidenceBeingTaken_whenItEndsByItself_thenWhatItLeavesIsAskedToEnd() {
        assertThat(step(FAILING, new Event.Exited(7, TERMINATED), NOON.plusSeconds(1)))
                .isEqualTo(new Step(
                        new State.Clearing(
                                PAST,
                                NOON.plusSeconds(11),
                                false,
                                new Exit.Unhealthy("no answer", TERMINATED),
                                Then.FOLLOW_POLICY),
                        List.of(new Effect.Terminate(7), new Effect.WakeAt(NOON.plusSeconds(11)))));
        assertThat(step(FAILING, new Event.Exited(7, TERMINATED), NOON.plusSeconds(25))
                        .effects())
                .contains(new Effect.WakeAt(NOON.plusSeconds(30)));
    }

    @Test
    void givenItWasAskedToEnd_whenItHasEnded_thenTheRestIsNotAskedTwice() {
        var asked = new State.Failing(PAST, NOON.plusSeconds(5), false, true, "no answer", Then.FOLLOW_POLICY);

        assertThat(step(asked, new Event.Exited(7, TERMINATED), NOON).effects())
                .containsExactly(new Effect.WakeAt(NOON.plusSeconds(5)));
    }

    @Test
    void givenTransient_whenAnUnhealthyRunEndsWithSuccess_thenItIsAFailureAllTheSame() {
        var policy = policy(RestartPolicy.TRANSIENT);

        for (var end : List.of(new Event.Ended(7, TERMINATED), new Event.Gone(7))) {
            var step = ProcessLifecycle.step(FAILING, end, NOON, policy);

            assertThat(step.state()).as(end.toString()).isInstanceOf(State.Waiting.class);
            assertThat(step.state().restarts()).isEqualTo(3);
        }
    }

    private static Policy policy(RestartPolicy restart) {
        return new Policy(RestartRules.of(restart), Duration.ofSeconds(10), Duration.ofSeconds(20), 0);
    }

    private static Step step(State state, Event event, Instant now) {
        return ProcessLifecycle.step(state, event, now, policy(RestartPolicy.PERMANENT));
    }
}
