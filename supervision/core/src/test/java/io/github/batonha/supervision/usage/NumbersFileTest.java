package io.github.batonha.supervision.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.batonha.supervision.usage.NumbersFile.Series;
import io.github.batonha.supervision.usage.NumbersFile.Told;
import io.github.batonha.supervision.usage.NumbersFile.Value;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumbersFileTest {

    /** The first of four hours. */
    private static final long BEGIN = 29_500_080 - 29_500_080 % 240;

    private static final int A_DAY = 24 * 60;

    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void name() {
        path = folder.resolve("ROUTER.numbers");
    }

    private static Told told(String series, double value) {
        return new Told(series, false, value);
    }

    @Test
    void givenMinutesWithGapsAndAgentsThatDie_whenRead_thenEachQuarterAndEachFourHoursAreThere() throws IOException {
        var random = new Random(5);
        var file = new NumbersFile(path);
        var minutes = new TreeMap<Long, Double>();
        for (var i = 0L; i < 3 * A_DAY; i++) {
            if (random.nextInt(10) == 0) {
                continue;
            }
            if (random.nextInt(300) == 0) {
                file = new NumbersFile(path);
            }
            var value = random.nextInt(1000);
            file.write(BEGIN + i, List.of(told("orders{desk=\"fx\"}", value), new Told("trades_total", true, 1)));
            minutes.put(BEGIN + i, (double) value);
        }
        var end = BEGIN + 3 * A_DAY - 1;

        assertSteps(file.read(end - 2 * A_DAY + 1, end), minutes.tailMap(end - 2 * A_DAY + 1), 15);
        assertSteps(file.read(BEGIN, end), minutes, 240);
        assertThat(Files.size(path)).isEqualTo(NumbersFile.FILE_BYTES);
        assertThat(NumbersFile.FILE_BYTES + UsageRing.FILE_BYTES)
                .as("all that is kept of a process")
                .isLessThanOrEqualTo(1 << 20);
    }

    private static void assertSteps(List<Series> read, SortedMap<Long, Double> minutes, long step) {
        assertThat(read).extracting(Series::name).containsExactly("orders{desk=\"fx\"}", "trades_total");
        assertThat(read).extracting(Series::isRate).containsExactly(false, true);
        var expected = new TreeMap<Long, List<Double>>();
        minutes.forEach((minute, value) -> expected.computeIfAbsent(minute - minute % step, _ -> new ArrayList<>())
                .add(value));
        var values = read.getFirst().values();
        assertThat(values).extracting(Value::minute).containsExactlyElementsOf(expected.keySet());
        for (var value : values) {
            var all = expected.getOrDefault(value.minute(), List.of());
            assertThat(value.peak())
                    .isEqualTo(all.stream().mapToDouble(each -> each).max().orElseThrow());
            // Four hours are made of quarters, each of which counts by its minutes.
            assertThat(value.mean())
                    .isCloseTo(all.stream().mapToDouble(each -> each).average().orElseThrow(), within(0.01));
        }
    }

    @Test
    void givenMoreSeriesThanColumns_whenWritten_thenTheRestIsCountedUntilOneIsNotToldForADay() throws IOException {
        var file = new NumbersFile(path);
        var all = IntStream.range(0, NumbersRecord.COLUMNS)
                .mapToObj(i -> told("series_%02d".formatted(i), i))
                .toList();
        var late = told("late", 99);
        var tooLong = told("x".repeat(400), 1);
        var most = new ArrayList<>(all);
        most.addAll(List.of(late, tooLong));
        assertThat(file.write(BEGIN, most)).isEqualTo(2);

        var without = new ArrayList<>(all.subList(1, all.size()));
        for (var minute = BEGIN + 1; minute <= BEGIN + A_DAY; minute += 30) {
            assertThat(file.write(minute, without)).isZero();
        }
        without.add(late);
        assertThat(file.write(BEGIN + A_DAY + 5, without)).isZero();

        for (var series : file.read(BEGIN, BEGIN + A_DAY + 5)) {
            assertThat(series.name()).as("the column has another one").isNotEqualTo("series_00");
            assertThat(series.values())
                    .allSatisfy(value -> assertThat(value.mean())
                            .isEqualTo(
                                    series.name().equals("late")
                                            ? 99
                                            : Integer.parseInt(series.name().substring(7))));
        }
        assertThat(file.read(BEGIN, BEGIN + A_DAY + 5)).extracting(Series::name).contains("late");
        assertThat(file.read(BEGIN, BEGIN + 4 * A_DAY))
                .filteredOn(series -> series.name().equals("late"))
                .flatExtracting(Series::values)
                .containsExactly(new Value(BEGIN + A_DAY, 99, 99));
    }

    @Test
    void givenARecordThatWasWrittenInPart_whenRead_thenTheOthersAreThere() throws IOException {
        var file = new NumbersFile(path);
        for (var quarter = 0; quarter < 3; quarter++) {
            file.write(BEGIN + quarter * 15L, List.of(told("orders", quarter)));
        }
        try (var raw = new RandomAccessFile(path.toFile(), "rw")) {
            raw.seek(NumbersFile.QUARTERS.position(BEGIN + 15) + 8);
            raw.write(0x5a);
        }

        assertThat(file.read(BEGIN, BEGIN + 40))
                .flatExtracting(Series::values)
                .containsExactly(new Value(BEGIN, 0, 0), new Value(BEGIN + 30, 2, 2));
        assertThat(new NumbersFile(folder.resolve("NONE.numbers")).read(BEGIN, BEGIN + 40))
                .isEmpty();
    }
}
