package io.github.batonha.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.sample.RecordLine.Event;
import io.github.batonha.sample.RecordLine.Run;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCheckerTest {

    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private static final Run ON_A = new Run("NodeA", 11, 7, "a");
    private static final Run ON_B = new Run("NodeB", 22, 8, "b");

    @Test
    void givenALine_whenWrittenAndParsed_thenItIsTheSame() {
        var line = new RecordLine(Event.TICK, ON_A, NOON, -5);

        assertThat(RecordLine.parse(line.text())).contains(line);
    }

    @Test
    void givenNothing_whenChecked_thenItIsInOrder() {
        assertThat(RecordChecker.check(List.of()).isGood()).isTrue();
    }

    @Test
    void givenRunsOneAfterTheOther_whenChecked_thenItIsInOrderAndEachIsShown() {
        var verdict = check(
                line(Event.START, ON_A, 1),
                line(Event.TICK, ON_A, 2),
                line(Event.STOP, ON_A, 3),
                line(Event.START, ON_B, 4),
                line(Event.TICK, ON_B, 9));

        assertThat(verdict.isGood()).isTrue();
        assertThat(verdict.intervals()).hasSize(2);
        assertThat(verdict.intervals().get(0).toString())
                .isEqualTo("NodeA pid 11 epoch 7: 12:00:01.000 to 12:00:03.000 UTC, 3 lines, stopped");
        assertThat(verdict.intervals().get(1).stoppedInOrder()).isFalse();
    }

    @Test
    void givenARunThatBeginsBeforeTheOneBeforeHasEnded_whenChecked_thenItIsFound() {
        var verdict = check(
                line(Event.START, ON_A, 1),
                line(Event.START, ON_B, 2),
                line(Event.STOP, ON_A, 3),
                line(Event.STOP, ON_B, 4));

        assertThat(verdict.faults())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("two at once: NodeA pid 11")
                .contains("NodeB pid 22");
    }

    @Test
    void givenAShortRunWithinALongOneThatIsNotItsNeighbour_whenChecked_thenAllOverlapsAreFound() {
        var verdict = check(
                line(Event.START, ON_A, 1),
                line(Event.START, new Run("NodeB", 33, 8, "x"), 2),
                line(Event.START, new Run("NodeB", 44, 8, "y"), 3),
                line(Event.STOP, ON_A, 9));

        assertThat(verdict.faults()).hasSize(2);
    }

    @Test
    void givenTwoRunsOfOnePid_whenChecked_thenTheyAreToldApartByTheirIds() {
        var verdict = check(
                line(Event.START, ON_A, 1),
                line(Event.STOP, ON_A, 2),
                line(Event.START, new Run("NodeA", 11, 7, "again"), 5),
                line(Event.STOP, new Run("NodeA", 11, 7, "again"), 6));

        assertThat(verdict.intervals()).hasSize(2);
        assertThat(verdict.isGood()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "TICK",
                "TOCK node=A pid=1 epoch=1 run=r wall=2030-01-01T12:00:00Z monotonic=1",
                "TICK node=A pid=1 epoch=1 run=r wall=noon monotonic=1",
                "TICK node=A pid=99999999999999999999 epoch=1 run=r wall=2030-01-01T12:00:00Z monotonic=1"
            })
    void givenALineThatIsNone_whenChecked_thenItIsAFault(String text) {
        var verdict = RecordChecker.check(List.of(line(Event.START, ON_A, 1), text));

        assertThat(verdict.faults()).containsExactly("line 2 is none of a record: '%s'".formatted(text));
    }

    private static RecordChecker.Verdict check(String... lines) {
        return RecordChecker.check(List.of(lines));
    }

    private static String line(Event event, Run run, int second) {
        return new RecordLine(event, run, NOON.plusSeconds(second), second * 1_000_000_000L).text();
    }
}
