package io.github.batonha.supervision.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.logs.LogReader.Place;
import io.github.batonha.supervision.os.SparseFile;
import io.github.batonha.test.Await;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process that writes on while somebody takes its log away. */
class StrayLogTest {

    private static final Instant NOON = Instant.parse("2026-07-28T12:00:00Z");
    private static final LogPolicy SMALL = new LogPolicy(100_000, Duration.ZERO, 9, Duration.ofDays(1), 1 << 30, true);

    @TempDir
    private Path logs;

    private LogFolder log;
    private KeptLog kept;
    private Process writer;
    private final StringBuilder written = new StringBuilder();

    @BeforeEach
    void begin() throws IOException {
        log = LogFolder.of(logs, "FEED.log");
        kept = new KeptLog(log, SMALL, true, NOON);
        writer = new ProcessBuilder("cat")
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()))
                .redirectError(new File("/dev/null"))
                .start();
        write("began\n");
        look();
    }

    @AfterEach
    void end() throws IOException {
        writer.destroyForcibly();
        kept.close();
    }

    @Test
    void givenALogThatIsRemoved_whenItsProcessWritesOn_thenItIsSaidAndNothingIsLost() throws Exception {
        Files.setPosixFilePermissions(log.file(), PosixFilePermissions.fromString("rw-r-----"));
        Files.delete(log.file());
        write("goes on\n");
        look();

        assertThat(kept.trouble())
                .startsWith("FEED.log was removed while pid %d of FEED writes it".formatted(writer.pid()))
                .contains("restart FEED");
        assertThat(all()).isEqualTo(written.toString());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log.file())))
                .isEqualTo("rw-r-----");
        write("and on\n");
        look();
        assertThat(all()).isEqualTo(written.toString());
    }

    @Test
    void givenMuchAfterARemoval_whenLookedAt_thenItIsRotatedAndGivenBack() throws Exception {
        Files.delete(log.file());
        for (var part = 0; part < 5; part++) {
            write(("line of part " + part + "\n").repeat(5_000));
            look();
        }

        assertThat(log.layout().archives()).isNotEmpty();
        assertThat(SparseFile.firstDataBehind(behind())).isGreaterThan(300_000);
        assertThat(all()).isEqualTo(written.toString());
    }

    @Test
    void givenALogThatIsMoved_whenItsProcessWritesOn_thenWhatWasMovedStaysAndTheRestIsCarried() throws Exception {
        write("before\n");
        look();
        var moved = logs.resolve("kept-by-hand");
        Files.move(log.file(), moved);
        write("after\n");
        look();

        assertThat(kept.trouble()).contains("was moved to " + moved.toRealPath());
        assertThat(all()).isEqualTo(written.toString());
        assertThat(Files.readString(moved)).startsWith("began\nbefore\n");
    }

    @Test
    void givenARotatedLogThatIsRemoved_whenMoreIsWrittenThanBefore_thenArchivesAndAllOfItAreRead() throws Exception {
        write("early line\n".repeat(10_000));
        look();
        assertThat(log.layout().archived()).isPositive();

        Files.delete(log.file());
        write("late line\n".repeat(30_000));
        look();

        assertThat(all()).isEqualTo(written.toString());
    }

    @Test
    void givenAStrayLog_whenTheNextAgentLooks_thenItGoesOnWhereTheLastOneWas() throws Exception {
        Files.move(log.file(), logs.resolve("kept-by-hand"));
        write("one\n");
        look();
        kept.close();

        kept = new KeptLog(log, SMALL, true, NOON);
        write("two\n");
        look();

        assertThat(all()).isEqualTo(written.toString());
    }

    @Test
    void givenALogThatIsRemovedTwice_whenItsProcessEnds_thenTheEndIsThereAndNoTroubleIsLeft() throws Exception {
        Files.delete(log.file());
        write("one\n");
        look();
        Files.delete(log.file());
        write("two\n");
        writer.getOutputStream().close();
        writer.waitFor();
        look();

        assertThat(all()).endsWith("two\n");
        assertThat(kept.trouble()).isEmpty();
        assertThat(log.folder().resolve("FEED.log.stray")).doesNotExist();
    }

    @Test
    void givenAProcessThatChoseAnotherFileItself_whenLookedAt_thenThatIsLeftAlone() throws Exception {
        var own = logs.resolve("own.txt");
        var other = new ProcessBuilder("sh", "-c", "exec cat > " + own).start();
        try {
            Await.until("it writes to its own file", () -> Files.exists(own) && Files.isSameFile(fd(other), own));
            kept.look(NOON, OptionalLong.of(other.pid()));

            assertThat(kept.trouble()).isEmpty();
        } finally {
            other.destroyForcibly();
        }
    }

    private static Path fd(Process process) {
        return Path.of("/proc", Long.toString(process.pid()), "fd", "1");
    }

    private Path behind() {
        return fd(writer);
    }

    private void write(String text) throws IOException {
        written.append(text);
        var before = Files.size(behind());
        writer.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        writer.getOutputStream().flush();
        Await.until("it is written behind", () -> Files.size(behind()) == before + text.length());
    }

    private void look() throws IOException {
        kept.look(NOON, OptionalLong.of(writer.pid()));
    }

    private String all() throws IOException {
        try (var reader = LogReader.of(logs, "FEED.log")) {
            var bytes = new ByteArrayOutputStream();
            for (var place = new Place(0, 0); place.compareTo(reader.end()) < 0; ) {
                var chunk = reader.read(place, Place.NEVER, 64 * 1024);
                bytes.writeBytes(chunk.bytes());
                place = chunk.next();
            }
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
