package io.github.batonha.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeasePageTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("lease.page");
    }

    @Test
    void givenNoPage_whenOpenedForWriting_thenItStandsThereWholeAndWithoutALease() throws IOException {
        LeasePage.openForWriting(file);

        var reading = LeasePage.openForReading(file).read();

        assertThat(reading).isEqualTo(new LeasePage.Reading(true, true, LeasePage.REVOKED, 0));
        assertThat(folder).isDirectoryContaining("glob:**/lease.page").isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void givenNoPage_whenOpenedForReading_thenItIsSaidToBeMissing() {
        assertThatThrownBy(() -> LeasePage.openForReading(file)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void givenAReader_whenPushedAndRevoked_thenItSeesEachAtOnce() throws IOException {
        var writer = LeasePage.openForWriting(file);
        var reader = LeasePage.openForReading(file);

        writer.push(7, -5);
        var first = reader.read();
        writer.push(7, Long.MAX_VALUE);
        var second = reader.read();
        writer.revoke();
        var third = reader.read();

        assertThat(first).isEqualTo(new LeasePage.Reading(true, true, 7, -5));
        assertThat(second).isEqualTo(new LeasePage.Reading(true, true, 7, Long.MAX_VALUE));
        assertThat(third.epoch()).isEqualTo(LeasePage.REVOKED);
    }

    @Test
    void givenAPageInUse_whenTheNextAgentOpensIt_thenFileAndLeaseAreTheSameAndReadersFollowIt() throws IOException {
        LeasePage.openForWriting(file).push(7, 100);
        var reader = LeasePage.openForReading(file);
        Object inode = Files.readAttributes(file, BasicFileAttributes.class).fileKey();

        var next = LeasePage.openForWriting(file);

        assertThat(next.read()).isEqualTo(new LeasePage.Reading(true, true, 7, 100));
        assertThat(Files.readAttributes(file, BasicFileAttributes.class).fileKey())
                .isEqualTo(inode);
        for (long deadline = 101; deadline < 110; deadline++) {
            next.push(8, deadline);
            assertThat(reader.read()).isEqualTo(new LeasePage.Reading(true, true, 8, deadline));
        }
    }

    @Test
    void givenAFileOfAnotherSize_whenOpened_thenAReaderRefusesItAndTheWriterReplacesIt() throws IOException {
        Files.writeString(file, "not a page");

        assertThatThrownBy(() -> LeasePage.openForReading(file))
                .hasMessageContaining("has 10 bytes but must have 4096");
        LeasePage.openForWriting(file).push(1, 2);

        assertThat(LeasePage.openForReading(file).read()).isEqualTo(new LeasePage.Reading(true, true, 1, 2));
    }

    @Test
    void givenAPushThatWasCutOffAfterAnyWord_whenRead_thenThePushBeforeCounts() throws IOException {
        LongBuffer complete = words(new byte[LeasePage.FILE_BYTES]);
        LeasePage.writeSlot(complete, 1, bootOf(file), 3, 7, 300);

        for (int written = 0; written <= LeasePage.SLOT_WORDS; written++) {
            Files.deleteIfExists(file);
            var writer = LeasePage.openForWriting(file);
            writer.push(7, 100);
            writer.push(7, 200);
            byte[] torn = Files.readAllBytes(file);
            for (int word = 0; word < written; word++) {
                int at = LeasePage.SLOT_WORDS + word;
                words(torn).put(at, complete.get(at));
            }
            Files.write(file, torn);

            boolean isComplete = written >= LeasePage.SLOT_WORDS - 1; // the last word is padding
            assertThat(LeasePage.openForReading(file).read())
                    .as("after %d words", written)
                    .isEqualTo(new LeasePage.Reading(true, true, 7, isComplete ? 300 : 200));
        }
    }

    @Test
    void givenAnyBitOfBothSlotsFlipped_whenRead_thenThePageIsNotIntact() throws IOException {
        var writer = LeasePage.openForWriting(file);
        writer.push(7, 100);
        writer.push(7, 200);
        byte[] good = Files.readAllBytes(file);
        int checkedBits = (LeasePage.SLOT_WORDS - 1) * Long.SIZE;

        for (int bit = 0; bit < checkedBits; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << (bit % 8));
            bad[bit / 8 + LeasePage.SLOT_WORDS * Long.BYTES] ^= (byte) (1 << (bit % 8));
            Files.write(file, bad);

            assertThat(LeasePage.openForReading(file).readInto(new long[LeasePage.SLOT_WORDS]))
                    .as("bit %d", bit)
                    .isFalse();
        }
    }

    @Test
    void givenAPageOfZeros_whenRead_thenItIsNotIntactUntilPushed() throws IOException {
        Files.write(file, new byte[LeasePage.FILE_BYTES]);
        var writer = LeasePage.openForWriting(file);

        assertThat(writer.read().intact()).isFalse();
        writer.push(7, 100);

        assertThat(writer.read()).isEqualTo(new LeasePage.Reading(true, true, 7, 100));
    }

    @Test
    void givenAPageOfAnotherBoot_whenRead_thenItSaysSoUntilPushedInThisOne() throws IOException {
        byte[] earlier = new byte[LeasePage.FILE_BYTES];
        LeasePage.writeSlot(words(earlier), 0, new UUID(1, 2), 40, 7, 100);
        Files.write(file, earlier);
        var writer = LeasePage.openForWriting(file);

        assertThat(writer.read()).isEqualTo(new LeasePage.Reading(true, false, 7, 100));
        writer.push(8, 200);

        assertThat(writer.read()).isEqualTo(new LeasePage.Reading(true, true, 8, 200));
    }

    @Test
    void givenAWrongUse_whenPushed_thenItIsRefused() throws IOException {
        var writer = LeasePage.openForWriting(file);
        var reader = LeasePage.openForReading(file);

        assertThatThrownBy(() -> writer.push(0, 1)).hasMessageContaining("must be positive");
        assertThatThrownBy(() -> reader.push(1, 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void givenAWriterAtFullSpeed_whenOthersRead_thenNobodyEverSeesAMixtureOrAnOlderPush() throws Exception {
        long pushes = 300_000;
        var writer = LeasePage.openForWriting(file);
        writer.push(1, ~1L);
        Callable<Long> read = () -> {
            var reader = LeasePage.openForReading(file);
            long seen = 0;
            while (seen < pushes) {
                var reading = reader.read();
                if (!reading.intact()) {
                    continue; // allowed, not believed: the writer overtook the reader again and again
                }
                if (reading.deadlineNanos() != ~reading.epoch() || reading.epoch() < seen) {
                    throw new AssertionError("%s after epoch %d".formatted(reading, seen));
                }
                seen = reading.epoch();
            }
            return seen;
        };
        var threads = Executors.newFixedThreadPool(2);
        try {
            var readers =
                    IntStream.range(0, 2).mapToObj(i -> threads.submit(read)).toList();
            for (long epoch = 1; epoch <= pushes; epoch++) {
                writer.push(epoch, ~epoch);
            }

            for (Future<Long> reader : readers) {
                assertThat(reader.get()).isEqualTo(pushes);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static LongBuffer words(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asLongBuffer();
    }

    private static UUID bootOf(Path file) throws IOException {
        LeasePage.openForWriting(file);
        LongBuffer fresh = words(Files.readAllBytes(file));
        return new UUID(fresh.get(1), fresh.get(2));
    }
}
