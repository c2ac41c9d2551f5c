package io.github.batonha.supervision.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.lifecycle.RestartCause;
import io.github.batonha.supervision.lifecycle.RestartCounts;
import io.github.batonha.supervision.lifecycle.RestartHistory;
import io.github.batonha.supervision.lifecycle.RunHistory;
import io.github.batonha.supervision.lifecycle.State;
import io.github.batonha.supervision.lifecycle.Why;
import io.github.batonha.supervision.os.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PastStoreTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123456789Z");
    private static final RestartHistory HISTORY = new RestartHistory(
            RestartCounts.NONE.plus(RestartCause.CRASH, 3).plus(RestartCause.GROUP, 1),
            2,
            List.of(NOON.minusSeconds(9), NOON),
            NOON.plusSeconds(1));
    private static final RunHistory PAST = new RunHistory(0, HISTORY);

    @TempDir
    Path folder;

    static Stream<State> kept() {
        return Stream.of(
                new State.Down(PAST),
                new State.BackingOff(PAST, NOON, new Why.Told("exit status 3"), false),
                new State.BackingOff(PAST, NOON, new Why.Told("no program", RestartCause.START_FAILED), false),
                new State.GaveUp(PAST, new Why.Told("  gave up: \u00fc = # ! \\ \\n | two\r\nlines ")),
                new State.Missing(PAST, new Exit.Status(3)),
                new State.Missing(PAST, new Exit.Killed(9)),
                new State.Missing(PAST, new Exit.Unknown()),
                new State.Missing(PAST, new Exit.Unhealthy("no answer; why not", new Exit.Status(143))),
                new State.Missing(PAST, new Exit.Unhealthy("", new Exit.Unknown())),
                new State.Finished(PAST, new Exit.Status(0)));
    }

    @ParameterizedTest
    @MethodSource("kept")
    void givenAState_whenTheNextAgentReads_thenItIsTheSame(State state) throws IOException {
        RestartStore.open(folder, "boot-1").remember("my process", 5, state);

        var next = RestartStore.open(folder, "boot-1");

        assertThat(next.last("my process", 5)).contains(state);
        assertThat(next.last("my process", 6)).isEmpty();
        assertThat(next.last("other", 5)).isEmpty();
        assertThat(RestartStore.open(folder, "boot-2").last("my process", 5)).isEmpty();
    }

    @Test
    void givenARunThatLives_whenKept_thenOnlyItsHistoryIs() throws IOException {
        var store = RestartStore.open(folder, "boot-1");

        store.remember("A", 0, new State.Ready(new RunHistory(9, HISTORY), NOON));
        assertThat(store.last("A", 0)).contains(new State.Down(PAST));

        store.remember("A", 0, new State.BackingOff(new RunHistory(9, HISTORY), NOON, new Why.Told("why"), true));
        assertThat(store.last("A", 0)).contains(new State.BackingOff(PAST, NOON, new Why.Told("why"), false));
    }

    @Test
    void givenAProcessThatNeverFailed_whenKept_thenThereIsNoFile() throws IOException {
        var store = RestartStore.open(folder, "boot-1");
        store.remember("A", 0, new State.GaveUp(PAST, new Why.Told("gave up")));

        store.remember("A", 0, new State.Ready(RunHistory.NONE, NOON));
        store.remember("B", 0, new State.Ready(RunHistory.NONE, NOON));

        assertThat(folder.resolve("past")).isEmptyDirectory();
        assertThat(store.last("A", 0)).isEmpty();
    }

    @Test
    void givenKeptStates_whenReset_thenNothingIsLeft() throws IOException {
        var store = RestartStore.open(folder, "boot-1");
        store.remember("A", 0, new State.GaveUp(PAST, new Why.Told("gave up")));

        store.reset();

        assertThat(folder.resolve("past")).isEmptyDirectory();
        assertThat(store.last("A", 0)).isEmpty();
    }

    @Test
    void givenAFileWithoutCauses_whenRead_thenTheyAreUnknown() throws IOException {
        RestartStore.open(folder, "boot-1").remember("A", 0, new State.Down(PAST));
        var file = folder.resolve("past/A.past");
        Files.writeString(file, Files.readString(file).replaceAll("causes=.*\n", ""));

        assertThat(RestartStore.open(folder, "boot-1").last("A", 0))
                .hasValueSatisfying(state -> assertThat(
                                state.runHistory().history().counts().byCause())
                        .isEqualTo(Map.of(RestartCause.UNKNOWN, 4)));
    }

    @Test
    void givenADamagedFile_whenOpened_thenTheOthersAreReadAllTheSame() throws IOException {
        RestartStore.open(folder, "boot-1").remember("A", 0, new State.GaveUp(PAST, new Why.Told("gave up")));
        Files.writeString(folder.resolve("past/B.past"), "boot=boot-1\nrestarts=many\n");
        Files.writeString(folder.resolve("past/C.past"), "boot=boot-1\n");

        assertThat(RestartStore.open(folder, "boot-1").last("A", 0)).isPresent();
    }
}
