package baton.actors.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastWordsTest {

    @TempDir
    Path logs;

    private void write(String name, String text) throws IOException {
        Files.writeString(logs.resolve(name), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void givenANextRunThatWrites_whenReadLater_thenTheWordsAreOfTheOneThatEnded() throws IOException {
        write("A.log", "began\n");
        write("A.log.err", "no database\n");
        var until = new LastWords.LogFiles(logs, "A").until();
        write("A.log.err", "of the next run\n");

        assertThat(LastWords.of(logs, "A", until)).isEqualTo("no database");
        assertThat(LastWords.of(logs, "A")).isEqualTo("no database | of the next run");
    }

    @Test
    void givenOnlyTheNextRunHasErrors_whenReadLater_thenTheOutputOfTheOneThatEndedCounts() throws IOException {
        write("A.log", "began\n");
        write("A.log.err", "");
        var until = new LastWords.LogFiles(logs, "A").until();
        write("A.log.err", "of the next run\n");

        assertThat(LastWords.of(logs, "A", until)).isEqualTo("began");
    }

    @Test
    void givenAFileThatShrank_whenRead_thenWhatThereIs() throws IOException {
        write("A.log.err", "a long line of the run that ended\n");
        var until = new LastWords.LogFiles(logs, "A").until();
        Files.writeString(logs.resolve("A.log.err"), "short\n");

        assertThat(LastWords.of(logs, "A", until)).isEqualTo("short");
    }
}
