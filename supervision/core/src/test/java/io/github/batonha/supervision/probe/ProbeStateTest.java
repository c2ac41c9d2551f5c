package io.github.batonha.supervision.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.probe.ProbeState.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProbeStateTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
    private static final Answer GOOD = new Answer.Passed();
    private static final Answer BAD = new Answer.Failed("/health answered 503");
    private static final Check.Http HTTP = new Check.Http(80, "/health", List.of(new Check.Statuses(200, 399)));

    @Test
    void givenOneGoodLook_whenStarting_thenItIsReady() {
        assertThat(begin(http()).readiness(GOOD, NOON).phase()).isEqualTo(Phase.READY);
    }

    @Test
    void givenASuccessThreshold_whenLooksAreBadBetween_thenOnlyGoodOnesInARowCount() {
        var timing = new Timing(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(1), 2, 3);
        var vitals = begin(probes(new Probe(HTTP, timing), Duration.ZERO, Duration.ZERO));

        var once = vitals.readiness(GOOD, NOON).readiness(BAD, NOON).readiness(GOOD, NOON);
        assertThat(once.phase()).isEqualTo(Phase.STARTING);
        assertThat(once.readiness(GOOD, NOON).phase()).isEqualTo(Phase.READY);
    }

    @Test
    void givenAStartThatFails_whenLookedAt_thenItSaysWhyAndIsPatientWithoutALimit() {
        var vitals = begin(http()).readiness(BAD, NOON).looked(NOON.plus(Duration.ofDays(1)));

        assertThat(vitals.phase()).isEqualTo(Phase.STARTING);
        assertThat(vitals.message()).isEqualTo("not ready: /health answered 503");
    }

    @Test
    void givenALimitForTheStart_whenItPasses_thenItHasFailed() {
        var vitals = begin(probes(http().readiness(), Duration.ofSeconds(30), Duration.ZERO))
                .readiness(BAD, NOON);

        assertThat(vitals.looked(NOON.plusMillis(29_999)).phase()).isEqualTo(Phase.STARTING);
        var failed = vitals.looked(NOON.plusSeconds(30));
        assertThat(failed.phase()).isEqualTo(Phase.FAILED);
        assertThat(failed.message()).isEqualTo("not ready within 30 s: /health answered 503");
    }

    @Test
    void givenALimitForTheStart_whenItAsksForMoreTime_thenOnlyLongerOnesCount() {
        var vitals = begin(probes(told(), Duration.ofSeconds(30), Duration.ZERO));

        var longer = say(vitals, "EXTEND_TIMEOUT_USEC=60000000", NOON);
        assertThat(longer.dueAt()).isEqualTo(NOON.plusSeconds(60));
        assertThat(say(longer, "EXTEND_TIMEOUT_USEC=1000000", NOON).dueAt()).isEqualTo(NOON.plusSeconds(60));
        assertThat(say(begin(http()), "EXTEND_TIMEOUT_USEC=1000000", NOON).dueAt())
                .isEqualTo(Instant.MAX);
    }

    @Test
    void givenReady_whenLivenessFailsAsOftenAsAllowed_thenItHasFailed() {
        var ready = begin(http()).ready(NOON);

        var twice = ready.liveness(BAD).liveness(BAD);
        assertThat(twice.phase()).isEqualTo(Phase.READY);
        assertThat(twice.message()).isEqualTo("liveness failed 2 of 3 times: /health answered 503");
        assertThat(twice.liveness(GOOD).liveness(BAD).liveness(BAD).phase()).isEqualTo(Phase.READY);
        var failed = twice.liveness(BAD);
        assertThat(failed.phase()).isEqualTo(Phase.FAILED);
        assertThat(failed.why()).isEqualTo("liveness http 80 /health failed 3 times in a row: /health answered 503");
    }

    @Test
    void givenStarting_whenLivenessAnswers_thenItDoesNotCount() {
        assertThat(begin(http()).liveness(BAD).liveness(BAD).liveness(BAD)).isEqualTo(begin(http()));
    }

    @Test
    void givenAWatchdog_whenItBeats_thenItLivesUntilItDoesNot() {
        var vitals = begin(probes(told(), Duration.ZERO, Duration.ofSeconds(5)));
        assertThat(say(vitals, "WATCHDOG=1", NOON).phase()).isEqualTo(Phase.STARTING);
        var ready = say(vitals, "READY=1", NOON);
        assertThat(ready.dueAt()).isEqualTo(NOON.plusSeconds(5));

        var beats = say(ready.looked(NOON.plusSeconds(4)), "WATCHDOG=1", NOON.plusSeconds(4));

        assertThat(beats.looked(NOON.plusMillis(8_999)).phase()).isEqualTo(Phase.READY);
        var failed = beats.looked(NOON.plusSeconds(9));
        assertThat(failed.phase()).isEqualTo(Phase.FAILED);
        assertThat(failed.why()).isEqualTo("no WATCHDOG=1 for 5 s");
    }

    @Test
    void givenItKnowsThatItFailed_whenItSaysSo_thenItHasFailed() {
        assertThat(say(begin(http()).ready(NOON), "STATUS=heap is full\nWATCHDOG=trigger", NOON)
                        .message())
                .isEqualTo("it said itself that it does not work (WATCHDOG=trigger); it last said: heap is full");
    }

    @Test
    void givenAnotherKindOfReadiness_whenItSaysReady_thenThatIsNotEnough() {
        assertThat(say(begin(http()), "READY=1", NOON).phase()).isEqualTo(Phase.STARTING);
    }

    @Test
    void givenAnAdoptedRun_whenItBeats_thenItMustHaveSaidReadyBefore() {
        var probes = probes(told(), Duration.ZERO, Duration.ofSeconds(5));

        assertThat(say(ProbeState.begin(probes, STOP_WITHIN, true, true, NOON), "WATCHDOG=1", NOON)
                        .phase())
                .isEqualTo(Phase.READY);
    }

    @Test
    void givenAnAdoptedRunThatMayHaveBeenReady_whenTheTimeOfAStartPasses_thenItIsLeftAlone() {
        var limit = Duration.ofSeconds(30);
        var toldByItself = probes(told(), limit, Duration.ZERO);
        var seenByOthers = probes(http().readiness(), limit, Duration.ZERO);

        assertThat(ProbeState.begin(toldByItself, STOP_WITHIN, true, true, NOON).dueAt())
                .isEqualTo(Instant.MAX);
        assertThat(ProbeState.begin(seenByOthers, STOP_WITHIN, true, false, NOON)
                        .dueAt())
                .isEqualTo(Instant.MAX);
        assertThat(ProbeState.begin(seenByOthers, STOP_WITHIN, true, true, NOON).dueAt())
                .isEqualTo(NOON.plus(limit));
        assertThat(ProbeState.begin(toldByItself, STOP_WITHIN, false, true, NOON)
                        .dueAt())
                .isEqualTo(NOON.plus(limit));
    }

    @Test
    void givenTwoStallsOfWhoeverKeepsTheTime_whenBeatsWaitUnread_thenEachIsGivenAGrace() {
        var vitals = begin(probes(told(), Duration.ZERO, Duration.ofSeconds(5))).ready(NOON);
        var grace = Grace.NONE;
        var now = NOON;
        for (var stall = 0; stall < 2; stall++) {
            now = now.plusSeconds(7);
            assertThat(grace.isOver(vitals, now)).isFalse();
            grace = grace.looked(vitals, now);
            assertThat(grace.isOver(vitals, now)).isFalse();
            assertThat(grace.lookAt(vitals)).isEqualTo(now.plus(Grace.HEAR_WITHIN));
            vitals = say(vitals, "WATCHDOG=1", now.plusMillis(10));
            assertThat(grace.lookAt(vitals)).isEqualTo(vitals.dueAt());
            now = now.plus(Grace.HEAR_WITHIN);
            assertThat(grace.isOver(vitals, now)).isFalse();
        }
    }

    @Test
    void givenATimeThatHasPassed_whenNothingWasHeardInItsGrace_thenItIsOver() {
        var vitals = begin(probes(told(), Duration.ZERO, Duration.ofSeconds(5))).ready(NOON);
        var due = NOON.plusSeconds(5);
        var grace = Grace.NONE.looked(vitals, due);

        assertThat(Grace.NONE.looked(vitals, due.minusMillis(1))).isEqualTo(Grace.NONE);
        assertThat(grace.looked(vitals, due.plusMillis(500))).isEqualTo(grace);
        assertThat(grace.isOver(vitals, due.plusMillis(999))).isFalse();
        assertThat(grace.isOver(vitals, due.plusSeconds(1))).isTrue();
    }

    @Test
    void givenAStallWhileItStarts_whenItsTimeHasPassed_thenItIsGivenTheTimeThatWasMissed() {
        var vitals = begin(probes(http().readiness(), Duration.ofSeconds(30), Duration.ZERO));
        var late = NOON.plusSeconds(42);

        assertThat(Grace.NONE.looked(vitals, late).lookAt(vitals)).isEqualTo(late.plusSeconds(12));
        assertThat(Grace.NONE.looked(vitals, NOON.plusSeconds(30)).lookAt(vitals))
                .isEqualTo(NOON.plusSeconds(31));
    }

    @Test
    void givenProbesThatCanEndAProcess_whenAsked_thenItsReadinessIsKeptForTheNextAgent() {
        assertThat(Probes.standard(80).isReadinessKept()).isFalse();
        var none = Probes.standard(80).liveness();
        var seen = http().readiness();
        assertThat(new Probes(seen, Duration.ofSeconds(30), none, Duration.ZERO, false).isReadinessKept())
                .isTrue();
        assertThat(new Probes(seen, Duration.ZERO, http().liveness(), Duration.ZERO, false).isReadinessKept())
                .isTrue();
        assertThat(new Probes(seen, Duration.ZERO, none, Duration.ZERO, true).isReadinessKept())
                .isTrue();
        assertThat(new Probes(seen, Duration.ZERO, none, Duration.ZERO, false).isReadinessKept())
                .isFalse();
    }

    @Test
    void givenItEndsByItself_whenItDoesNot_thenItHasFailedAfterTheTimeOfAStop() {
        var ending = say(begin(http()).ready(NOON), "STOPPING=1\nSTATUS=saving", NOON);
        assertThat(ending.phase()).isEqualTo(Phase.ENDING);
        assertThat(ending.message()).isEqualTo("it ends by itself; saving");

        assertThat(ending.liveness(BAD).liveness(BAD).liveness(BAD)).isEqualTo(ending);
        assertThat(ending.looked(NOON.plusSeconds(9)).phase()).isEqualTo(Phase.ENDING);
        assertThat(say(ending, "STOPPING=1", NOON.plusSeconds(9)).dueAt()).isEqualTo(NOON.plusSeconds(10));
        assertThat(say(ending, "EXTEND_TIMEOUT_USEC=60000000", NOON).dueAt()).isEqualTo(NOON.plusSeconds(60));
        assertThat(ending.looked(NOON.plusSeconds(10)).phase()).isEqualTo(Phase.FAILED);
    }

    @Test
    void givenAStatus_whenOneMoreComes_thenTheLastIsShownWithWhatIsWrong() {
        var vitals = say(say(begin(http()).ready(NOON), "STATUS=10 users", NOON), "STATUS=12 users", NOON);

        assertThat(vitals.message()).isEqualTo("12 users");
        assertThat(vitals.liveness(BAD).message()).startsWith("12 users; liveness failed 1 of 3 times");
        assertThat(say(vitals, "STATUS=", NOON).message()).isEmpty();
    }

    @Test
    void givenAnyLife_whenItHasFailed_thenItStaysFailedForTheSameReason() {
        var random = new Random(1);
        for (var walk = 0; walk < 2000; walk++) {
            var now = NOON;
            var vitals = begin(probes(told(), Duration.ofSeconds(random.nextInt(20)), Duration.ofSeconds(3)));
            for (var step = 0; step < 40; step++) {
                now = now.plusMillis(random.nextInt(2000));
                var next = random(vitals, random, now);
                if (vitals.phase() == Phase.FAILED) {
                    assertThat(next.phase()).isEqualTo(Phase.FAILED);
                    assertThat(next.why()).isEqualTo(vitals.why()).isNotEmpty();
                }
                assertThat(next.phase()).isGreaterThanOrEqualTo(vitals.phase());
                if (next.phase() != Phase.FAILED) {
                    assertThat(next.dueAt()).isAfterOrEqualTo(vitals.looked(now).equals(vitals) ? now : next.dueAt());
                }
                vitals = next;
            }
        }
    }

    private static ProbeState random(ProbeState vitals, Random random, Instant now) {
        var current = vitals.looked(now);
        return switch (random.nextInt(7)) {
            case 0 -> current.readiness(random.nextBoolean() ? GOOD : BAD, now);
            case 1 -> current.liveness(random.nextBoolean() ? GOOD : BAD);
            case 2 -> say(current, "READY=1", now);
            case 3 -> say(current, "WATCHDOG=1", now);
            case 4 -> random.nextInt(5) == 0 ? say(current, "STOPPING=1", now) : current;
            case 5 -> say(current, "EXTEND_TIMEOUT_USEC=500000", now);
            default -> current;
        };
    }

    private static ProbeState say(ProbeState vitals, String text, Instant now) {
        return vitals.said(NotifyMessage.parse(text), now);
    }

    private static ProbeState begin(Probes probes) {
        return ProbeState.begin(probes, STOP_WITHIN, false, true, NOON);
    }

    private static Probes http() {
        return probes(new Probe(HTTP, Timing.every(Duration.ofSeconds(1))), Duration.ZERO, Duration.ZERO);
    }

    private static Probe told() {
        return new Probe(new Check.Notified(), Timing.every(Duration.ofSeconds(1)));
    }

    private static Probes probes(Probe readiness, Duration startWithin, Duration watchdog) {
        return new Probes(
                readiness, startWithin, new Probe(HTTP, Timing.every(Duration.ofSeconds(10))), watchdog, true);
    }
}
