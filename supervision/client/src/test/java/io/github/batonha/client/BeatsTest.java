package io.github.batonha.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BeatsTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long EIGHT_SECONDS = 8_000_000L;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - SECOND);
    private final AtomicInteger sent = new AtomicInteger();
    private final Beats beats = new Beats(nanos::get);
    private boolean isHeard = true;

    @Test
    void givenALoopThatTurnsQuickly_whenItBeats_thenAQuarterOfTheTimeLiesBetweenTwo() {
        for (var turn = 0; turn < 100; turn++) {
            assertThat(say(EIGHT_SECONDS)).isTrue();
            nanos.addAndGet(SECOND / 10);
        }

        assertThat(sent).hasValue(5);
    }

    @Test
    void givenNobodyWhoHears_whenItBeats_thenItIsSaidAgainAtOnce() {
        isHeard = false;
        assertThat(say(EIGHT_SECONDS)).isFalse();
        assertThat(say(EIGHT_SECONDS)).isFalse();
        isHeard = true;
        assertThat(say(EIGHT_SECONDS)).isTrue();
        assertThat(say(EIGHT_SECONDS)).isTrue();

        assertThat(sent).hasValue(3);
    }

    @Test
    void givenNoTime_whenItBeats_thenEachIsSaid() {
        say(0);
        say(0);

        assertThat(sent).hasValue(2);
    }

    private boolean say(long micros) {
        return beats.say(micros, () -> {
            sent.incrementAndGet();
            return isHeard;
        });
    }
}
