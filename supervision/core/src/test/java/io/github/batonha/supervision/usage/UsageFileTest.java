package io.github.batonha.supervision.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageFileTest {

    /** The first of a quarter of an hour. */
    private static final long BEGIN = 29_500_005 - 29_500_005 % 15;

    private static final int TWO_DAYS = 2 * 24 * 60;

    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void name() {
        path = folder.resolve("ROUTER.usage");
    }

    private static UsageRecord minute(long minute, int cpu) {
        return UsageRecord.of(minute, cpu, cpu * 1000L, cpu, cpu * 10L, 5000, cpu);
    }

    @Test
    void givenMinutesWithGapsAndAgentsThatDie_whenRead_thenTheLastTwoDaysAndEachQuarterAreThere() throws IOException {
        var random = new Random(3);
        var written = new ArrayList<UsageRecord>();
        var file = new UsageFile(path);
        for (var i = 0; i < TWO_DAYS + 500; i++) {
            if (random.nextInt(10) == 0) {
                continue;
            }
            if (random.nextInt(300) == 0) {
                file = new UsageFile(path);
            }
            var record = minute(BEGIN + i, random.nextInt(100));
            file.write(record);
            written.add(record);
        }
        var end = BEGIN + TWO_DAYS + 499;

        var from = end - TWO_DAYS + 1;
        assertThat(new UsageFile(path).read(from, end))
                .isEqualTo(written.stream()
                        .filter(record -> record.minute() >= from)
                        .toList());
        var quarters = written.stream()
                .collect(Collectors.groupingBy(record -> record.minute() - record.minute() % 15))
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .toList();
        var read = new UsageFile(path).read(BEGIN, end);
        assertThat(read).hasSameSizeAs(quarters);
        for (var i = 0; i < read.size(); i++) {
            var minutes = quarters.get(i).getValue();
            assertThat(read.get(i).minute()).isEqualTo(quarters.get(i).getKey());
            assertThat(read.get(i).samples()).isEqualTo(minutes.size());
            assertThat(read.get(i).memoryPeak())
                    .isEqualTo(minutes.stream()
                            .mapToLong(UsageRecord::memoryPeak)
                            .max()
                            .orElseThrow());
        }
        assertThat(Files.size(path)).isEqualTo(UsageRing.FILE_BYTES);
    }

    @Test
    void givenAQuarterThatWasWrittenInPart_whenTheNextAgentWrites_thenItIsMended() throws IOException {
        var file = new UsageFile(path);
        for (var i = 0; i < 5; i++) {
            file.write(minute(BEGIN + i, 10 + i));
        }
        damage(UsageRing.QUARTERS.position(BEGIN) + 20);
        assertThat(file.read(BEGIN, BEGIN + TWO_DAYS)).isEmpty();

        new UsageFile(path).write(minute(BEGIN + 40, 50));

        assertThat(file.read(BEGIN, BEGIN + TWO_DAYS))
                .extracting(UsageRecord::minute, UsageRecord::samples, UsageRecord::cpuPeak)
                .containsExactly(tuple(BEGIN, 5, 14.0), tuple(BEGIN + 30, 1, 50.0));
    }

    @Test
    void givenAMinuteThatWasWrittenInPart_whenRead_thenTheOthersAreThere() throws IOException {
        var file = new UsageFile(path);
        file.write(minute(BEGIN, 1));
        file.write(minute(BEGIN + 1, 2));
        file.write(minute(BEGIN + 2, 3));
        damage(UsageRing.MINUTES.position(BEGIN + 1) + 8);

        assertThat(file.read(BEGIN, BEGIN + 2)).extracting(UsageRecord::minute).containsExactly(BEGIN, BEGIN + 2);
    }

    private void damage(int position) throws IOException {
        try (var raw = new RandomAccessFile(path.toFile(), "rw")) {
            raw.seek(position);
            raw.write(0x5a);
        }
    }

    @Test
    void givenAFileOfSomethingElse_whenWritten_thenItIsMovedAsideAndReadingItBeforeFindsNothing() throws IOException {
        Files.writeString(path, "something else");
        var file = new UsageFile(path);
        assertThat(file.read(BEGIN, BEGIN + 1)).isEmpty();

        file.write(minute(BEGIN, 1));

        assertThat(file.read(BEGIN, BEGIN)).isEqualTo(List.of(minute(BEGIN, 1)));
        assertThat(folder.resolve("ROUTER.usage.unreadable")).hasContent("something else");
    }
}
