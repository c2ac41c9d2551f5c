package io.github.batonha.actors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TakeOverTest {

    @TempDir
    Path directory;

    @Test
    void givenRecordsOfALaterVersion_whenAnAgentStarts_thenItRefusesAndChangesNothing() throws IOException {
        var later = "baton=9.0.0\nruns=9\n";
        Files.writeString(directory.resolve("formats"), later);

        assertThatExceptionOfType(AgentRefusal.class)
                .isThrownBy(() -> TakeOver.of(directory, "NodeA"))
                .withMessageContaining("node NodeA can't be taken over by this version of baton")
                .withMessageContaining("runs is of format 9")
                .withMessageContaining("start baton 9.0.0 or a later one there");

        assertThat(directory.resolve("formats")).hasContent(later);
    }

    @Test
    void givenAnAgentThatTookNoNote_whenAnotherStarts_thenItNotesItsFormats() throws IOException {
        TakeOver.of(directory, "NodeA");

        assertThat(directory.resolve("formats")).content().startsWith("baton=").contains("runs=1\n", "wire=2\n");
    }

    @Test
    void givenAnEarlierVersion_whenALaterOneStarts_thenItsFormatsTakeTheirPlace() throws IOException {
        Files.writeString(directory.resolve("formats"), "baton=0.1.9\nwire=1\n");

        TakeOver.of(directory, "NodeA");

        assertThat(directory.resolve("formats"))
                .content()
                .doesNotContain("0.1.9")
                .contains("wire=2\n");
    }
}
