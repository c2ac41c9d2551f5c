package io.github.batonha.actors.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.HistoryEntry.Phase;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HistoryEntryTest {

    private static final Phase RELEASE = new Phase("release", "NodeB", 1000);
    private static final Phase ENDING = new Phase("ending", "NodeA", 970);
    private static final Phase TAKEOVER = new Phase("takeover", "NodeB", 12.3);

    static Stream<Arguments> gaps() {
        return Stream.of(
                Arguments.of(List.of(RELEASE, ENDING, TAKEOVER), 42.3),
                Arguments.of(List.of(RELEASE, ENDING, new Phase("ending", "NodeC", 900), TAKEOVER), 112.3),
                Arguments.of(List.of(RELEASE, new Phase("ending", "NodeA", 1100), TAKEOVER), 0.0),
                Arguments.of(List.of(RELEASE, ENDING), null),
                Arguments.of(List.of(RELEASE, TAKEOVER), null),
                Arguments.of(List.of(ENDING, TAKEOVER), null),
                Arguments.of(List.of(), null));
    }

    /** A line of an earlier release has none of the phases, and no gap. */
    @ParameterizedTest
    @MethodSource("gaps")
    void givenWhatTwoHostsMeasured_whenAsked_thenTheGapIsTheirsOrUnknown(List<Phase> phases, @Nullable Double gap) {
        var entry = new HistoryEntry(
                7,
                "NodeA",
                "NodeB",
                "ann",
                "",
                Instant.parse("2026-03-04T12:00:00Z"),
                List.of(),
                HistoryEntry.Outcome.DONE,
                "",
                List.of(),
                phases);

        assertThat(entry.gapMillis()).isEqualTo(gap);
    }
}
