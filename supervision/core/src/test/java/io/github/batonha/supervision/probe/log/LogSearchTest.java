package io.github.batonha.supervision.probe.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.probe.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
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
        assertThat(finds(search)).isFalse();

        append("booting\nstarted ");
        assertThat(finds(search)).isFalse();
        append("in 40 ms");
        assertThat(finds(search)).isFalse();
        append("\nmore\n");

        assertThat(finds(search)).isTrue();
    }

    @Test
    void givenNoLogYet_whenSearched_thenItIsLookedForAgain() throws IOException {
        var search = new LogSearch(log, STARTED, LogMark.NONE);
        assertThat(finds(search)).isFalse();

        append("started in 3 ms\n");

        assertThat(finds(search)).isTrue();
    }

    @Test
    void givenALogThatWasPutAwayAtTheStart_whenSearched_thenTheNewOneIsReadFromItsBeginning() throws IOException {
        append("put away\n");
        var search =
                new LogSearch(log, STARTED, LogMark.parse(LogMark.endOf(log).toString()));
        Files.move(log, folder.resolve("archive"));

        append("started in 3 ms, and more than what was there before\n");

        assertThat(finds(search)).isTrue();
    }

    @Test
    void givenAHoleOfARotationAndALineWithoutEnd_whenSearched_thenBothArePassed() throws IOException {
        Files.write(log, new byte[100_000]);
        append("x".repeat(3_000_000));
        append("\nstarted in 3 ms\n");

        assertThat(finds(new LogSearch(log, STARTED, LogMark.NONE))).isTrue();
    }

    @Test
    void givenAnExpressionThatTracksBackWithoutEnd_whenSearched_thenTheLineIsPassedOverAndALaterOneFound()
            throws IOException {
        append("a".repeat(200) + "!\nready\n");
        var search = new LogSearch(log, Pattern.compile("^(a+)+(b\\1)?$|^ready$"), LogMark.NONE);

        assertThat(search.look(Duration.ofMillis(100)))
                .isEqualTo(new Answer.Failed(
                        "its regular expression takes longer than 100 ms for a line: make it simpler"));
        awaitFound(search, Duration.ofMillis(100));
    }

    @Test
    void givenALineThatIsTooDeepForAnExpression_whenSearched_thenTheNextOneIsFound() throws IOException {
        append("ab".repeat(4000) + "!\nready\n");
        var search = new LogSearch(log, Pattern.compile("^(a|b)*c$|^ready$"), LogMark.NONE);

        awaitFound(search, Duration.ofSeconds(1));
    }

    private static void awaitFound(LogSearch search, Duration within) {
        for (var looks = 0; looks < 100; looks++) {
            if (search.look(within) instanceof Answer.Passed) {
                return;
            }
        }
        throw new AssertionError("not found: " + search.look(within));
    }

    private static boolean finds(LogSearch search) {
        return search.look(Duration.ofSeconds(30)) instanceof Answer.Passed;
    }

    private void append(String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
