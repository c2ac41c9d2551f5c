package io.github.batonha.supervision.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SteadyClockTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final AtomicReference<Instant> wall = new AtomicReference<>(NOON);
    private final AtomicLong nanos = new AtomicLong(-5);

    @TempDir
    private Path directory;

    @Test
    void givenTheWallClockIsSet_whenAsked_thenOnlyTheTimeThatPassedCounts() {
        var clock = SteadyClock.from(wall::get, nanos::get);
        assertThat(clock.instant()).isEqualTo(NOON);

        wall.set(NOON.minusSeconds(3600));
        passes(Duration.ofSeconds(7));

        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(7));
    }

    @Test
    void givenAnEarlierAgentOfThisBoot_whenTheClockWasSetSince_thenTheNextOneGoesOnWithItsClock() {
        var first = SteadyClock.open(directory, wall::get, nanos::get);
        wall.set(NOON.plus(Duration.ofDays(400)));
        passes(Duration.ofSeconds(7));

        var next = SteadyClock.open(directory, wall::get, nanos::get);

        assertThat(next.instant()).isEqualTo(first.instant()).isEqualTo(NOON.plusSeconds(7));
    }

    @Test
    void givenAFileOfAnotherBootOrOfNothing_whenOpened_thenItBeginsAnew() throws IOException {
        for (var text : new String[] {"another-boot 2020-01-01T00:00:00Z\n", "", "a b c"}) {
            Files.writeString(directory.resolve("clock"), text);

            assertThat(SteadyClock.open(directory, wall::get, nanos::get).instant())
                    .isEqualTo(NOON);
        }
    }

    @Test
    void givenTheWallClockIsSet_whenADeadlineIsShown_thenItIsByTheNewClock() {
        for (var step : new int[] {-7200, -1, 0, 1, 7200}) {
            var clocks = new Clocks(() -> NOON.plusSeconds(step), () -> NOON);

            assertThat(clocks.shown(NOON.plusSeconds(20))).isEqualTo(NOON.plusSeconds(20 + step));
        }
    }

    @Test
    void givenTheWallClockIsFarAhead_whenAgesAreMeasured_thenTheClockThatIsBehindCounts() {
        assertThat(new Clocks(() -> NOON.plusSeconds(9), () -> NOON).earlier()).isEqualTo(NOON);
        assertThat(new Clocks(() -> NOON, () -> NOON.plusSeconds(9)).earlier()).isEqualTo(NOON);
    }

    private void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
