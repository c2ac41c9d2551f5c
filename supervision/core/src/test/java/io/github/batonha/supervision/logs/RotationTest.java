package io.github.batonha.supervision.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.logs.LogReader.Place;
import io.github.batonha.supervision.os.SparseFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationTest {

    private static final int ROUNDS = 100;
    private static final Instant NOON = Instant.parse("2026-07-28T12:00:00Z");
    private static final LogPolicy MIB = new LogPolicy(1 << 20, Duration.ZERO, 9, Duration.ofDays(1), 1 << 30, true);
    private static final LogPolicy SMALL = new LogPolicy(100, Duration.ZERO, 3, Duration.ofDays(1), 1 << 20, true);

    @TempDir
    private Path logs;

    private LogFolder log;
    private Rotation rotation;

    @BeforeEach
    void setUp() {
        log = LogFolder.of(logs, "FEED.log");
        rotation = new Rotation(log);
    }

    @Test
    void givenLines_whenRotated_thenTheHeadIsGivenBackAndReadersSeeAll() throws Exception {
        write(lines(1, 5000) + "half");
        var size = log.size();

        var archive = rotation.rotate(NOON).orElseThrow();

        assertThat(archive.end()).isEqualTo(size - "half".length());
        assertThat(log.size()).isEqualTo(size);
        assertThat(SparseFile.firstData(log.file())).isPositive();
        write(" line\n");
        assertThat(all()).isEqualTo(lines(1, 5000) + "half line\n");
        rotation.compress(archive);
        assertThat(all()).isEqualTo(lines(1, 5000) + "half line\n");
        assertThat(names()).containsExactly("FEED.log.20260728T120000Z.g1.0-%d.gz".formatted(archive.end()));
    }

    @Test
    void givenAFollower_whenTheFirstArchiveIsMade_thenItMissesNothing() throws Exception {
        var text = lines(1, 2000);
        for (var round = 0; round < ROUNDS; round++) {
            var name = "FEED%d.log".formatted(round);
            Files.writeString(logs.resolve(name), text);
            var started = new CountDownLatch(1);
            var followed = CompletableFuture.supplyAsync(() -> follow(name, text.length(), started));
            started.await();
            new Rotation(LogFolder.of(logs, name)).rotate(NOON);

            assertThat(followed.get(30, TimeUnit.SECONDS)).isEqualTo(text);
        }
    }

    private String follow(String name, int until, CountDownLatch started) {
        var read = new ByteArrayOutputStream();
        try (var reader = LogReader.of(logs, name)) {
            var end = new Place(1, until);
            for (var place = new Place(1, 0); place.compareTo(end) < 0; ) {
                var chunk = reader.read(place, Place.NEVER, 64);
                read.writeBytes(chunk.bytes());
                place = chunk.next();
                started.countDown();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read.toString(StandardCharsets.UTF_8);
    }

    @Test
    void givenOutputThatEndsNoLine_whenLookedAt_thenItIsCutAndNothingIsLost() throws Exception {
        var kept = new KeptLog(log, MIB, true, NOON);
        var expected = new StringBuilder();
        for (var part = 0; part < 4; part++) {
            var text = "progress %d ж".formatted(part).repeat(41_000);
            write(text);
            expected.append(text);
            assertThat(kept.look(NOON.plusSeconds(part)))
                    .as("bytes waiting %d", log.size() - log.layout().archived())
                    .isEqualTo(part % 2 == 1);
        }

        assertThat(log.layout().archived()).isEqualTo(log.size());
        assertThat(all()).isEqualTo(expected.toString());
        assertThat(expected.toString()).endsWith(last(3)).doesNotContain("\uFFFD");
        assertThat(last(3).length()).isBetween(30_000, 3 * 16 * 1024);
    }

    @Test
    void givenAProgressBar_whenItIsLongerThanALine_thenItIsCutAtACarriageReturn() throws Exception {
        write("first\n" + "\r 42 %".repeat(200_000));

        var archive = rotation.rotate(NOON).orElseThrow();

        assertThat(log.size() - archive.end()).isEqualTo(" 42 %".length());
        assertThat(last(2).length()).isLessThanOrEqualTo(2 * 16 * 1024);
    }

    @Test
    void givenHalfALine_whenItIsNoLongerThanALineMayBe_thenItWaitsForItsEnd() throws Exception {
        write("x".repeat(LogFolder.LONGEST_LINE));

        assertThat(rotation.rotate(NOON)).isEmpty();
        write("y");
        assertThat(rotation.rotate(NOON)).isPresent();
    }

    @Test
    void givenBytesThatAreNoText_whenTheLastLinesAreWanted_thenThereIsABound() throws Exception {
        var bytes = new byte[1 << 20];
        Arrays.fill(bytes, (byte) 0x80);
        Files.write(log.file(), bytes);

        assertThat(lastBytes(4)).isLessThan(5 * 16 * 1024);
        rotation.rotate(NOON);
        assertThat(lastBytes(4)).isLessThan(5 * 16 * 1024);
    }

    private long lastBytes(int lines) throws IOException {
        try (var reader = LogReader.of(logs, "FEED.log")) {
            return reader.end().offset() - reader.lastLines(lines).offset();
        }
    }

    @Test
    void givenManyArchives_whenListedWhileEachIsReplaced_thenNoneIsMissing() throws Exception {
        Files.createDirectories(log.folder());
        var archives = IntStream.range(0, 1500)
                .mapToObj(i -> new Archive(log.folder(), log.log(), NOON, 1, i * 10L, i * 10L + 10, false, false))
                .toList();
        for (var archive : archives) {
            Files.createFile(archive.file());
        }

        var compressor = CompletableFuture.runAsync(() -> {
            try {
                for (var archive : archives) {
                    Files.createFile(archive.compressed(archive.end()).file());
                    Files.delete(archive.file());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        do {
            assertThat(log.layout().archives()).hasSameSizeAs(archives);
        } while (!compressor.isDone());
        compressor.get();
    }

    @Test
    void givenAReader_whenArchivesAreCompressedUnderIt_thenItSkipsNothing() throws Exception {
        var expected = new StringBuilder();
        var archives = new ArrayList<Archive>();
        for (var i = 0; i < 400; i++) {
            write(lines(i * 10, i * 10 + 9));
            expected.append(lines(i * 10, i * 10 + 9));
            archives.add(rotation.rotate(NOON.plusSeconds(i)).orElseThrow());
        }

        var compressor = CompletableFuture.runAsync(() -> {
            try {
                for (var archive : archives) {
                    rotation.compress(archive);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        do {
            assertThat(all()).isEqualTo(expected.toString());
        } while (!compressor.isDone());
        compressor.get();
    }

    @Test
    void givenACrashBeforeTheHeadWasGivenBack_whenReadAndRecovered_thenNoLineIsDoubled() throws Exception {
        write(lines(1, 5000));
        var whole = Files.readAllBytes(log.file());
        rotation.rotate(NOON);
        try (var file = Files.newByteChannel(log.file(), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(whole)); // as if it had not been punched
        }
        write(lines(5001, 5002));

        assertThat(all()).isEqualTo(lines(1, 5002));
        rotation.recover();
        assertThat(SparseFile.firstData(log.file())).isPositive();
        assertThat(all()).isEqualTo(lines(1, 5002));
    }

    @Test
    void givenACrashWhileCopyingAndOneWhileCompressing_whenRecovered_thenOnlyWholeArchivesStay() throws Exception {
        write(lines(1, 100));
        var archive = rotation.rotate(NOON).orElseThrow();
        var plain = Files.readAllBytes(archive.file());
        rotation.compress(archive);
        Files.write(archive.file(), plain);
        Files.writeString(log.folder().resolve(archive.file().getFileName() + ".part"), "half");

        assertThat(all()).isEqualTo(lines(1, 100));
        rotation.recover();

        assertThat(names()).singleElement().asString().endsWith(".gz");
        assertThat(all()).isEqualTo(lines(1, 100));
    }

    @Test
    void givenAnOldLog_whenItsProcessStarts_thenItIsPutAwayAndANewOneBegins() throws Exception {
        write(lines(1, 10));
        rotation.rotate(NOON);
        write(lines(11, 12) + "no end of line");
        var kept = new KeptLog(log, SMALL, true, NOON);

        assertThat(kept.begin(false, NOON)).isFalse();
        assertThat(kept.begin(true, NOON)).isTrue();
        write(lines(13, 14));

        assertThat(log.size()).isEqualTo(lines(13, 14).length());
        assertThat(all()).isEqualTo(lines(1, 12) + "no end of line" + lines(13, 14));
        while (kept.compressOne()) {
            assertThat(all()).endsWith(lines(13, 14));
        }
        assertThat(all()).isEqualTo(lines(1, 12) + "no end of line" + lines(13, 14));
        assertThat(names()).allMatch(name -> name.endsWith(".gz"));
    }

    @Test
    void givenAReaderInTheMiddle_whenTheLogIsRotatedAndReplaced_thenItGoesOnWhereItWas() throws Exception {
        write(lines(1, 4000));
        try (var reader = LogReader.of(logs, "FEED.log")) {
            var first = reader.read(new Place(0, 0), Place.NEVER, 1000);
            rotation.compress(rotation.rotate(NOON).orElseThrow());
            rotation.putAway(NOON);
            write(lines(4001, 4100));
            var kept = new KeptLog(log, SMALL, true, NOON);
            kept.begin(true, NOON.plusSeconds(1));
            write(lines(4101, 4110));

            var rest = readFrom(reader, first.next());

            assertThat(new String(first.bytes(), StandardCharsets.UTF_8) + rest).isEqualTo(lines(1, 4110));
        }
    }

    @Test
    void givenArchives_whenTheLastLinesAreWanted_thenTheyAreFoundAcrossThem() throws Exception {
        write(lines(1, 100));
        rotation.compress(rotation.rotate(NOON).orElseThrow());
        write(lines(101, 200));
        rotation.rotate(NOON.plusSeconds(1));
        write(lines(201, 210));

        for (var wanted : List.of(0, 1, 9, 10, 11, 109, 110, 111, 209, 210, 5000)) {
            assertThat(last(wanted)).as("last %d", wanted).isEqualTo(lines(Math.max(1, 211 - wanted), 210));
        }
    }

    @Test
    void givenALogThatSomebodyTruncated_whenLookedAt_thenANewGenerationBegins() throws Exception {
        write(lines(1, 1000));
        rotation.rotate(NOON);
        Files.write(log.file(), new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
        var kept = new KeptLog(log, SMALL, true, NOON);
        kept.look(NOON);
        write(lines(1001, 1100));

        kept.look(NOON.plusSeconds(1));

        assertThat(all()).isEqualTo(lines(1, 1100));
    }

    @Test
    void givenTimes_whenSearched_thenLinesFromThenAreFoundInArchives() throws Exception {
        var kept = new KeptLog(log, SMALL, true, NOON);
        for (var minute = 1; minute <= 20; minute++) {
            write(lines(minute * 100 + 1, minute * 100 + 100));
            kept.look(NOON.plusSeconds(60L * minute));
        }

        assertThat(between(NOON.plusSeconds(5 * 60 + 30), NOON.plusSeconds(7 * 60)))
                .isEqualTo(lines(601, 800));
        assertThat(between(NOON.minusSeconds(5), NOON.plusSeconds(60))).isEqualTo(lines(101, 200));
        assertThat(between(NOON.plusSeconds(19 * 60), NOON.plusSeconds(9000))).isEqualTo(lines(2001, 2100));
    }

    @Test
    void givenAPeriod_whenItTurns_thenWhatIsThereIsRotated() throws Exception {
        var daily = new LogPolicy(1 << 30, Duration.ofDays(1), 3, Duration.ofDays(9), 1 << 20, true);
        var kept = new KeptLog(log, daily, true, NOON);
        write(lines(1, 10));

        assertThat(kept.look(NOON.plus(Duration.ofHours(11)))).isFalse();
        assertThat(kept.look(NOON.plus(Duration.ofHours(12)))).isTrue();
        assertThat(kept.look(NOON.plus(Duration.ofHours(37)))).isFalse();
    }

    @Test
    void givenNoHoles_whenItsProcessStartsAgainAndTheLogIsLong_thenItIsPutAway() throws Exception {
        var kept = new KeptLog(log, SMALL, false, NOON);
        write(lines(1, 100));

        assertThat(kept.look(NOON)).isFalse();
        assertThat(kept.begin(false, NOON)).isTrue();
        assertThat(all()).isEqualTo(lines(1, 100));
    }

    @Test
    void givenMoreThanIsKept_whenTidied_thenTheOldestGoAndTheNewestStays() {
        var archives = IntStream.range(0, 6)
                .mapToObj(
                        i -> new Archive(logs, "FEED.log", NOON.plusSeconds(i), 1, i * 10L, i * 10L + 10, false, true))
                .toList();

        assertThat(Retention.excess(Map.of("FEED.log", archives), SMALL, NOON, one -> 1))
                .isEqualTo(archives.subList(0, 3));
        assertThat(Retention.excess(Map.of("FEED.log", archives), SMALL, NOON, one -> 1 << 19))
                .isEqualTo(archives.subList(0, 4));
        assertThat(Retention.excess(Map.of("FEED.log", archives), SMALL, NOON.plus(Duration.ofDays(2)), one -> 1))
                .isEqualTo(archives.subList(0, 5));
    }

    private String between(Instant since, Instant until) throws IOException {
        try (var reader = LogReader.of(logs, "FEED.log")) {
            return read(reader, reader.since(since), reader.until(until));
        }
    }

    private String last(int lines) throws IOException {
        try (var reader = LogReader.of(logs, "FEED.log")) {
            return read(reader, reader.lastLines(lines), reader.end());
        }
    }

    private String all() throws IOException {
        try (var reader = LogReader.of(logs, "FEED.log")) {
            return readFrom(reader, new Place(0, 0));
        }
    }

    private static String readFrom(LogReader reader, Place place) throws IOException {
        return read(reader, place, reader.end());
    }

    private static String read(LogReader reader, Place from, Place to) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (var place = from; place.compareTo(to) < 0; ) {
            var chunk = reader.read(place, to, 777);
            bytes.writeBytes(chunk.bytes());
            place = chunk.next();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(log.folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".times"))
                    .toList();
        }
    }

    private void write(String text) throws IOException {
        Files.writeString(log.file(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String lines(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
    }
}
