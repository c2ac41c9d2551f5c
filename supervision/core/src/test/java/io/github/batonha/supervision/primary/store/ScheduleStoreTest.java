package io.github.batonha.supervision.primary.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batonha.supervision.primary.schedule.ScheduleState;
import io.github.batonha.supervision.primary.schedule.ScheduleState.Begun;
import io.github.batonha.supervision.primary.schedule.ScheduleState.None;
import io.github.batonha.supervision.primary.schedule.ScheduleState.Waiting;
import io.github.batonha.supervision.primary.schedule.TimedOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleStoreTest {

    private static final TimedOrder ORDER = new TimedOrder(
            "NodeB",
            Instant.parse("2026-01-02T12:00:00.5Z"),
            "os:ann for änn",
            "os:ann",
            "a\nreason = two\\lines",
            List.of("config-differs", "target-draining"),
            600,
            7);

    @TempDir
    Path folder;

    @Test
    void givenAnyState_whenReadByTheNextAgent_thenItIsTheSame() throws IOException {
        for (var state : List.<ScheduleState>of(new None(), new Waiting(ORDER), new Begun(ORDER, false), new None())) {
            new ScheduleStore(folder).write(state);

            assertThat(new ScheduleStore(folder).read()).isEqualTo(state);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void givenAFileThatIsTorn_whenRead_thenTheMessageSaysWhatToDo() throws IOException {
        Files.writeString(folder.resolve("scheduled"), "at=2026-01-02T12:00:00Z\n");

        assertThatThrownBy(() -> new ScheduleStore(folder).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("delete it");
    }
}
