package io.github.batonha.supervision.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.spec.RestartPolicy;
import io.github.batonha.supervision.spec.RestartRules;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RestartCauseTest {

    @Test
    void givenAnExit_whenTheProcessIsRestarted_thenItsCauseIsHowItEnded() {
        assertThat(RestartCause.of(new Exit.Status(1))).isEqualTo(RestartCause.CRASH);
        assertThat(RestartCause.of(new Exit.Killed(9))).isEqualTo(RestartCause.CRASH);
        assertThat(RestartCause.of(new Exit.Overdue(Duration.ofSeconds(5)))).isEqualTo(RestartCause.CRASH);
        assertThat(RestartCause.of(new Exit.Unhealthy("no answer", new Exit.Killed(9))))
                .isEqualTo(RestartCause.UNHEALTHY);
        assertThat(RestartCause.of(new Exit.Unknown())).isEqualTo(RestartCause.UNKNOWN);
    }

    @Test
    void givenAReason_whenAskedForTheCause_thenItIsThatOfTheLastRun() {
        Why told = new Why.Told("an earlier agent said so");
        Why ended = new Why.Ended(new Exit.Status(1));

        assertThat(told.cause()).isEqualTo(RestartCause.UNKNOWN);
        assertThat(ended.cause()).isEqualTo(RestartCause.CRASH);
        assertThat(new Why.TooOften(ended, RestartRules.of(RestartPolicy.PERMANENT)).cause())
                .isEqualTo(RestartCause.CRASH);
    }

    @Test
    void givenRestartsOfSeveralCauses_whenCounted_thenEachHasItsNumberAndItsWord() {
        var counts = RestartCounts.NONE
                .plus(RestartCause.START_FAILED, 2)
                .plus(RestartCause.CRASH, 1)
                .plus(RestartCause.START_FAILED, 1)
                .plus(RestartCause.GROUP, 0);

        assertThat(counts.total()).isEqualTo(4);
        assertThat(counts.words()).containsExactly(Map.entry("crash", 1), Map.entry("start_failed", 3));
    }
}
