package io.github.batonha.actors.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.probe.log.LogMark;
import io.github.batonha.supervision.run.LaunchDigest;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.run.RunLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {

    private static final Instant NOON = Instant.parse("2026-07-28T12:00:00Z");

    @TempDir
    Path logs;

    private LogTail.LogFiles files;

    @BeforeEach
    void begin() {
        files = new LogTail.LogFiles(logs, "A");
    }

    @Test
    void givenANextRunThatWrites_whenReadLater_thenTheWordsAreOfTheOneThatEnded() throws IOException {
        var run = run();
        write("A.log.err", "no database\n");
        var until = files.until();
        write("A.log.err", "of the next run\n");

        assertThat(words(run, until)).isEqualTo("no database");
        assertThat(words(run, LogTail.Until.NOW)).isEqualTo("no database | of the next run");
    }

    @Test
    void givenAnEarlierRunWithErrors_whenThisOneWroteNoneOrNothing_thenNoneOfItsLinesAreQuoted() throws IOException {
        write("A.log", "began\n");
        write("A.log.err", "no database\n");
        var run = run();

        assertThat(words(run, files.until())).isEmpty();
        write("A.log", "FATAL: no table\n");
        assertThat(words(run, files.until())).isEqualTo("FATAL: no table");
    }

    @Test
    void givenOnlyTheNextRunHasErrors_whenReadLater_thenTheOutputOfTheOneThatEndedCounts() throws IOException {
        write("A.log.err", "");
        var run = run();
        write("A.log", "began\n");
        var until = files.until();
        write("A.log.err", "of the next run\n");

        assertThat(words(run, until)).isEqualTo("began");
    }

    @Test
    void givenLinesOnBoth_whenRead_thenTheNewestIsLastAndThatOfTheOtherIsThere() throws IOException {
        var run = run();
        write("A.log.err", "Exception: no database\n");
        write("A.log", "one\ntwo\nshutting down\n");
        at("A.log.err", NOON);
        at("A.log", NOON.plusSeconds(1));

        assertThat(words(run, files.until())).isEqualTo("Exception: no database | two | shutting down");
        at("A.log", NOON.minusSeconds(1));
        assertThat(words(run, files.until())).isEqualTo("two | shutting down | Exception: no database");
    }

    @Test
    void givenTheBannerOfAJvm_whenTheReasonIsOnItsOutput_thenThatIsQuotedWithoutSecrets() throws IOException {
        var run = run();
        write("A.log.err", "Picked up JAVA_TOOL_OPTIONS: -Dpw=s3cret\n");
        write("A.log", "FATAL: login of app/hunter22 failed, password=s3cret\n");
        at("A.log", NOON);
        at("A.log.err", NOON.plusSeconds(1));

        assertThat(LogTail.of(files, run, files.until(), List.of("hunter22")))
                .isEqualTo("FATAL: login of app/*** failed, password=***");
    }

    @Test
    void givenAFileThatShrank_whenRead_thenWhatThereIs() throws IOException {
        var run = run();
        write("A.log.err", "a long line of the run that ended\n");
        var until = files.until();
        Files.writeString(logs.resolve("A.log.err"), "short\n");

        assertThat(words(run, until)).isEqualTo("short");
    }

    @Test
    void givenARunOfWhichNobodyNotedTheBegin_whenItsLogIsOlder_thenNothingIsQuoted() throws IOException {
        write("A.log.err", "no database\n");
        at("A.log.err", NOON);

        assertThat(words(new Run("A", "id", 1, 2, 0, NOON.plusSeconds(1), 0), LogTail.Until.NOW))
                .isEmpty();
        assertThat(words(new Run("A", "id", 1, 2, 0, NOON.minusSeconds(1), 0), LogTail.Until.NOW))
                .isEqualTo("no database");
    }

    /** One that begins now. */
    private Run run() {
        var begin = new RunLogs(LogMark.endOf(files.output()), LogMark.endOf(files.errors()));
        return new Run("A", "id", 1, 2, 0, NOON, 0, LaunchDigest.UNKNOWN, begin);
    }

    private String words(Run run, LogTail.Until until) {
        return LogTail.of(files, run, until, List.of());
    }

    private void at(String name, Instant time) throws IOException {
        Files.setLastModifiedTime(logs.resolve(name), FileTime.from(time));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(logs.resolve(name), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
