package io.github.batonha.supervision.drain.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batonha.supervision.clock.Clocks;
import io.github.batonha.supervision.drain.DrainOrder;
import io.github.batonha.supervision.drain.DrainState.Drained;
import io.github.batonha.supervision.drain.DrainState.Draining;
import io.github.batonha.supervision.drain.DrainState.Leaving;
import io.github.batonha.supervision.drain.DrainState.Serving;
import io.github.batonha.supervision.drain.DrainState.Stopping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainStoreTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final DrainOrder ORDER =
            new DrainOrder("Anna \u00d8. = \n#", Duration.ofMinutes(2), true, true, false);

    private static final Clocks AT_NOON = Clocks.both(() -> NOON);

    @TempDir
    Path folder;

    @Test
    void givenAnyState_whenWrittenAndRead_thenItIsTheSame() throws IOException {
        var store = new DrainStore(folder, AT_NOON);

        for (var state : List.of(
                new Draining(ORDER, NOON, NOON.plusSeconds(9), NOON),
                new Leaving(ORDER, NOON, NOON),
                new Stopping(ORDER, NOON, Set.of("A", "B-1")),
                new Drained(ORDER, NOON, true, Set.of()),
                new Drained(ORDER, NOON, false, Set.of()),
                new Drained(new DrainOrder("op", Duration.ZERO, false, false, true), NOON, false, Set.of()),
                new Serving())) {
            store.write(state);

            assertThat(new DrainStore(folder, AT_NOON).read()).isEqualTo(state);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void givenTheClockWasSetBackWhileNoAgentWasThere_whenRead_thenUsersAreWaitedForNoLongerThanOrdered()
            throws IOException {
        new DrainStore(folder, AT_NOON).write(new Draining(ORDER, NOON, NOON.plusSeconds(90), NOON));
        var wall = NOON.minus(Duration.ofHours(1));
        var steady = NOON.plusSeconds(30);

        var read = new DrainStore(folder, new Clocks(() -> wall, () -> steady)).read();

        assertThat(read).isEqualTo(new Draining(ORDER, NOON, steady.plus(ORDER.within()), steady));
    }

    @Test
    void givenTheClockIsSetBeforeItIsWritten_whenReadByAnAgentOfAnotherBoot_thenTheTimeThatIsLeftIsTheSame()
            throws IOException {
        var later = NOON.plus(Duration.ofHours(5));
        new DrainStore(folder, new Clocks(() -> later, () -> NOON))
                .write(new Draining(ORDER, NOON, NOON.plusSeconds(90), NOON));

        var read = new DrainStore(folder, new Clocks(() -> later, () -> later)).read();

        assertThat(read).isEqualTo(new Draining(ORDER, NOON, later.plusSeconds(90), later));
    }

    @Test
    void givenSomethingElse_whenRead_thenTheFileIsNamed() throws IOException {
        Files.writeString(folder.resolve("drain"), "state=asleep\n");

        assertThatThrownBy(() -> new DrainStore(folder, AT_NOON).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.resolve("drain").toString())
                .hasMessageContaining("delete it");
    }
}
