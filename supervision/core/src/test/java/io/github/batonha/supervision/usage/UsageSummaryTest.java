package io.github.batonha.supervision.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UsageSummaryTest {

    private static final long BEGIN = 29_500_005;
    private static final int DAY = 24 * 60;

    private static List<UsageRecord> days(int days, double perDay, double noise) {
        var random = new Random(7);
        return IntStream.range(0, days * 96)
                .mapToObj(i -> UsageRecord.of(
                        BEGIN + i * 15L,
                        i % 100,
                        (long) (1000 + perDay * i / 96 + noise * random.nextGaussian()),
                        5,
                        0,
                        4000,
                        i / 96))
                .toList();
    }

    @Test
    void givenRecords_whenSummedUp_thenMeanAndPercentileAndPeakAreTheirs() {
        var summary = UsageSummary.of(days(2, 0, 0), BEGIN, BEGIN + 2 * DAY).orElseThrow();

        assertThat(summary.cpu().peak()).isEqualTo(99);
        assertThat(summary.cpu().p95()).isEqualTo(91);
        assertThat(summary.cpu().mean()).isBetween(45.0, 50.0);
        assertThat(summary.memory().mean()).isEqualTo(1000);
        assertThat(summary.restarts()).isEqualTo(1);
        assertThat(summary.heapMax()).isEqualTo(4000);
        assertThat(summary.cpu().parts()).hasSize(UsageSummary.PARTS).doesNotContain(Double.NaN);
        assertThat(UsageSummary.of(List.of(), BEGIN, BEGIN + 1)).isEmpty();
    }

    @Test
    void givenMemoryThatGrows_whenSummedUp_thenTheDayOfItsLimitIsToldWithItsUncertainty() {
        var growing = UsageSummary.of(days(8, 100, 50), BEGIN, BEGIN + 8 * DAY).orElseThrow();

        var trend = growing.memory().trend().orElseThrow();
        assertThat(trend.perDay()).isCloseTo(100, within(10.0));
        assertThat(trend.isSure()).isTrue();
        var crossing = trend.crossing(2800).orElseThrow();
        assertThat(crossing.days()).isCloseTo(10, within(1.5));
        assertThat(crossing.earliest()).isLessThan(crossing.days());
        assertThat(crossing.latest().orElseThrow()).isGreaterThan(crossing.days());
        assertThat(trend.crossing(1500)).isEmpty();
    }

    @Test
    void givenMemoryThatOnlyVaries_whenSummedUp_thenNoDayIsTold() {
        for (var perDay : new int[] {0, -100}) {
            var summary =
                    UsageSummary.of(days(8, perDay, 50), BEGIN, BEGIN + 8 * DAY).orElseThrow();

            assertThat(summary.memory().trend().orElseThrow().crossing(2800)).isEmpty();
        }
    }

    @Test
    void givenTwoProcesses_whenSummedUpTogether_thenEachTimeIsTheSumOfBoth() {
        var one = List.of(UsageRecord.of(BEGIN, 10, 100, 1, 0, 50, 3), UsageRecord.of(BEGIN + 1, 20, 100, 1, 0, 50, 4));
        var other =
                List.of(UsageRecord.of(BEGIN + 1, 5, 50, 2, 0, 60, 9), UsageRecord.of(BEGIN + 2, 5, 50, 2, 0, 60, 2));

        var both = UsageSummary.together(List.of(one, other), BEGIN, BEGIN + 2).orElseThrow();

        assertThat(both.samples()).isEqualTo(3);
        assertThat(both.cpu().peak()).isEqualTo(25);
        assertThat(both.memory().peak()).isEqualTo(150);
        assertThat(both.heapMax()).isEqualTo(110);
        assertThat(both.restarts()).isEqualTo(3);
    }
}
