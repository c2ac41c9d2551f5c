package io.github.batonha.actors.primary;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.HistoryEntry;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.api.SetPrimaryRequest;
import io.github.batonha.supervision.primary.model.Assignment;
import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.Guard;
import io.github.batonha.supervision.primary.model.LeaseTimes;
import io.github.batonha.supervision.primary.model.Report;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HistoryRecorderTest {

    private final List<HistoryEntry> told = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final HistoryRecorder history = new HistoryRecorder(
            "NodeA",
            Set.of("ONE", "TWO"),
            told::add,
            InstantSource.fixed(Instant.parse("2026-03-04T12:00:00Z")),
            nanos::get);

    private void report(long order, Report.Phase phase, Report.Outcome outcome, long atMillis) {
        history.told(order, new Report(phase, outcome, "said", Duration.ofMillis(atMillis), "", Set.of()), nanos.get());
    }

    @Test
    void givenAnOrder_whenRefused_thenTheReasonAndTheTimeOfEachPhaseAreTold() {
        history.ordered(1, new SetPrimaryRequest("NodeA", List.of("NodeB"), "ann", "because"));

        report(1, Report.Phase.ASK, Report.Outcome.RUNNING, 0);
        report(1, Report.Phase.WAIT, Report.Outcome.RUNNING, 100);
        report(1, Report.Phase.WAIT, Report.Outcome.RUNNING, 1100);
        report(1, Report.Phase.ASK, Report.Outcome.RUNNING, 1500);
        report(1, Report.Phase.ASK, Report.Outcome.REFUSED, 1550);

        assertThat(told).hasSize(1);
        var entry = told.getFirst();
        assertThat(entry.outcome()).isEqualTo(HistoryEntry.Outcome.REFUSED);
        assertThat(entry.why()).isEqualTo("said");
        assertThat(entry.by()).isEqualTo("ann");
        assertThat(entry.reason()).isEqualTo("because");
        assertThat(entry.confirmedDown()).containsExactly("NodeB");
        assertThat(entry.millis("ask")).isEqualTo(150);
        assertThat(entry.millis("wait")).isEqualTo(1400);
    }

    @Test
    void givenAnOrder_whenItIsDoneAndTheProcessesAreUp_thenEveryPhaseIsTold() {
        history.ordered(1, new SetPrimaryRequest("NodeA", List.of("NodeB"), "ann", "because"));
        report(1, Report.Phase.ASK, Report.Outcome.RUNNING, 0);
        report(1, Report.Phase.WAIT, Report.Outcome.RUNNING, 100);
        report(1, Report.Phase.ASK, Report.Outcome.RUNNING, 1100);
        nanos.addAndGet(Duration.ofMillis(1103).toNanos());

        history.assigned(assignment(Set.of("NodeB")));
        report(1, Report.Phase.COMMIT, Report.Outcome.RUNNING, 1101);
        report(1, Report.Phase.START, Report.Outcome.DONE, 1101);
        nanos.addAndGet(Duration.ofMillis(7).toNanos());
        history.reported(status("ONE", ProcessState.RUNNING));
        history.reported(status("TWO", ProcessState.RUNNING));
        nanos.addAndGet(Duration.ofMillis(300).toNanos());
        history.reported(status("TWO", ProcessState.HEALTHY));
        history.reported(status("ONE", ProcessState.HEALTHY));

        assertThat(book()).hasSize(1);
        var entry = book().getFirst();
        assertThat(entry.outcome()).isEqualTo(HistoryEntry.Outcome.DONE);
        assertThat(entry.excluded())
                .containsExactly(new HistoryEntry.Exclusion("NodeB", HistoryEntry.Exclusion.How.CONFIRMED));
        assertThat(entry.phases())
                .extracting(phase -> phase.name() + " " + phase.millis())
                .containsExactly("ask 101.0", "wait 1000.0", "commit 2.0", "spawn 7.0", "ready 300.0");
    }

    @Test
    void givenAPrimaryThatReleases_whenTheFirstProcessStartsHere_thenTheTakeoverCountsFromTheRelease() {
        history.ordered(1, new SetPrimaryRequest("NodeA", List.of(), "ann", ""));
        report(1, Report.Phase.ASK, Report.Outcome.RUNNING, 0);
        report(1, Report.Phase.RELEASE, Report.Outcome.RUNNING, 10);
        pass(400);
        report(1, Report.Phase.RELEASE, Report.Outcome.RUNNING, 400);
        history.assigned(assignment(Set.of()));
        report(1, Report.Phase.COMMIT, Report.Outcome.RUNNING, 400);
        report(1, Report.Phase.START, Report.Outcome.DONE, 400);
        pass(9);

        history.reported(status("ONE", ProcessState.RUNNING));
        pass(500);
        history.reported(status("TWO", ProcessState.RUNNING));

        var entry = book().getFirst();
        assertThat(entry.millis("release")).isEqualTo(390);
        assertThat(entry.millis("takeover")).isEqualTo(9);
        assertThat(entry.gapMillis()).as("the former primary has said nothing").isNull();
    }

    @Test
    void givenNoFormerPrimary_whenTheFirstProcessStarts_thenNoTakeoverIsTold() {
        history.ordered(1, new SetPrimaryRequest("NodeA", List.of("NodeB"), "ann", ""));
        report(1, Report.Phase.ASK, Report.Outcome.RUNNING, 0);
        history.assigned(assignment(Set.of("NodeB")));
        report(1, Report.Phase.COMMIT, Report.Outcome.RUNNING, 100);
        report(1, Report.Phase.START, Report.Outcome.DONE, 100);

        history.reported(status("ONE", ProcessState.RUNNING));

        assertThat(book().getFirst().phases())
                .extracting(HistoryEntry.Phase::name)
                .doesNotContain("takeover");
    }

    private void pass(long millis) {
        nanos.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    private List<HistoryEntry> book() {
        var book = new HistoryBook();
        told.forEach(book::add);
        return book.entries();
    }

    @Test
    void givenANodeThatIsPrimaryAlready_whenOrdered_thenNothingHasHappened() {
        history.ordered(1, new SetPrimaryRequest("NodeA", List.of(), "ann", ""));

        report(1, Report.Phase.ASK, Report.Outcome.DONE, 0);

        assertThat(told).isEmpty();
    }

    @Test
    void givenTwoOrders_whenOneReplacesTheOther_thenEachIsToldOfByItself() {
        history.ordered(1, new SetPrimaryRequest("NodeA", List.of(), "ann", ""));
        history.ordered(2, new SetPrimaryRequest("NodeA", List.of(), "bob", ""));

        report(1, Report.Phase.ASK, Report.Outcome.REFUSED, 5);
        report(2, Report.Phase.ASK, Report.Outcome.REFUSED, 9);

        assertThat(told).extracting(HistoryEntry::by).containsExactly("ann", "bob");
    }

    @Test
    void givenWhatAProcessSaysWhileNothingChanges_whenReported_thenNothingIsTold() {
        history.reported(status("ONE", ProcessState.HEALTHY));
        history.reported(status("TWO", ProcessState.HEALTHY));

        assertThat(told).isEmpty();
    }

    private static Assignment assignment(Set<String> confirmedDown) {
        return new Assignment(
                new Epoch(42, "NodeA"),
                "NodeA",
                Instant.parse("2026-03-04T12:00:00Z"),
                "ann",
                "because",
                confirmedDown,
                "NodeB",
                Set.of("NodeA", "NodeB"),
                Set.of("NodeA", "NodeB"),
                Guard.OPERATOR,
                LeaseTimes.NONE);
    }

    private static ProcessStatus status(String name, ProcessState state) {
        return new ProcessStatus(name, "GROUP", 1L, null, state, 0, 0, 0, 0, true, "");
    }
}
