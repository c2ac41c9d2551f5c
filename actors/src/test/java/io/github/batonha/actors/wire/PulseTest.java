package io.github.batonha.actors.wire;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PulseTest {

    @Test
    void givenTimersThatBeginAtAnyMoment_whenTheyBeat_thenTheyDoItAtTheSameOne() {
        for (var now : List.of(0L, 1L, 999_999_999L, 1_000_000_000L, -1L, Long.MIN_VALUE + 7)) {
            var wait = Pulse.next(now, ofSeconds(1));

            assertThat(Math.floorMod(now + wait.toNanos(), ofSeconds(1).toNanos()))
                    .isZero();
            assertThat(wait).isGreaterThan(Duration.ZERO).isLessThanOrEqualTo(ofSeconds(1));
        }
        assertThat(Pulse.next(ofMillis(300).toNanos(), ofSeconds(1))).isEqualTo(ofMillis(700));
    }
}
