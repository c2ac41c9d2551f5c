package io.github.batonha.supervision.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WantedStoreTest {

    @TempDir
    private Path folder;

    @Test
    void givenNothingSaid_whenAsked_thenTheDefinitionHolds() throws Exception {
        var store = WantedStore.open(folder, "boot-1");

        assertThat(store.isWanted("A", 0, true)).isTrue();
        assertThat(store.isWanted("A", 0, false)).isFalse();
    }

    @Test
    void givenWordsOfOperators_whenTheAgentCrashes_thenTheyHold() throws Exception {
        var store = WantedStore.open(folder, "boot-1");
        store.set(List.of("A", "name with blanks"), 0, false);
        store.set(List.of("B"), 0, true);

        var next = WantedStore.open(folder, "boot-1");

        assertThat(next.isWanted("A", 0, true)).isFalse();
        assertThat(next.isWanted("name with blanks", 0, true)).isFalse();
        assertThat(next.isWanted("B", 0, false)).isTrue();
    }

    @Test
    void givenWordsOfAnEpoch_whenTheEpochIsAnother_thenTheDefinitionHolds() throws Exception {
        var store = WantedStore.open(folder, "boot-1");
        store.set(List.of("P"), 5, false);

        assertThat(store.isWanted("P", 5, true)).isFalse();
        assertThat(store.isWanted("P", 6, true)).isTrue();
    }

    @Test
    void givenWordsOfOperators_whenTheHostBootsOrTheAgentEndsOrderly_thenTheyAreForgotten() throws Exception {
        var store = WantedStore.open(folder, "boot-1");
        store.set(List.of("A"), 0, false);

        assertThat(WantedStore.open(folder, "boot-2").isWanted("A", 0, true)).isTrue();
        store.reset();
        assertThat(WantedStore.open(folder, "boot-1").isWanted("A", 0, true)).isTrue();
    }

    @Test
    void givenADamagedFile_whenOpened_thenItIsAsIfNothingWasSaid() throws Exception {
        Files.writeString(folder.resolve("wanted"), "");

        assertThat(WantedStore.open(folder, "boot-1").isWanted("A", 0, true)).isTrue();
    }
}
