package baton.supervision.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSearchTest {

    private static final Pattern STARTED = Pattern.compile("started in \\d+ ms");

    @TempDir
    Path folder;

    private Path log;

    @BeforeEach
    void begin() {
        log = folder.resolve("A.log");
    }

    @Test
    void givenALineOfAnEarlierRun_whenSearched_thenOnlyTheOwnOneCounts() throws IOException {
        append("started in 3 ms\n");
        var search = new LogSearch(log, STARTED, LogMark.endOf(log));
        assertThat(search.finds()).isFalse();

        append("booting\nstarted ");
        assertThat(search.finds()).isFalse();
        append("in 40 ms");
        assertThat(search.finds()).isFalse();
        append("\nmore\n");

        assertThat(search.finds()).isTrue();
    }

    @Test
    void givenNoLogYet_whenSearched_thenItIsLookedForAgain() throws IOException {
        var search = new LogSearch(log, STARTED, LogMark.NONE);
        assertThat(search.finds()).isFalse();

        append("started in 3 ms\n");

        assertThat(search.finds()).isTrue();
    }

    @Test
    void givenALogThatWasPutAwayAtTheStart_whenSearched_thenTheNewOneIsReadFromItsBeginning() throws IOException {
        append("put away\n");
        var search =
                new LogSearch(log, STARTED, LogMark.parse(LogMark.endOf(log).toString()));
        Files.move(log, folder.resolve("archive"));

        append("started in 3 ms, and more than what was there before\n");

        assertThat(search.finds()).isTrue();
    }

    @Test
    void givenAHoleOfARotationAndALineWithoutEnd_whenSearched_thenBothArePassed() throws IOException {
        Files.write(log, new byte[100_000]);
        append("x".repeat(3_000_000));
        append("\nstarted in 3 ms\n");

        assertThat(new LogSearch(log, STARTED, LogMark.NONE).finds()).isTrue();
    }

    private void append(String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
