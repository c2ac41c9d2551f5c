package io.github.batonha.supervision.primary.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batonha.supervision.primary.model.Assignment;
import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.Guard;
import io.github.batonha.supervision.primary.model.PrimaryRecord;
import io.github.batonha.supervision.primary.model.Promise;
import io.github.batonha.supervision.primary.model.StoreCondition;
import io.github.batonha.supervision.primary.model.Terms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrimaryStoreTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("run/NodeA/primary.store");
    }

    private PrimaryStore.Loaded load() throws IOException {
        try (var store = PrimaryStore.open(file)) {
            return store.loaded();
        }
    }

    private void write(long... numbers) throws IOException {
        try (var store = PrimaryStore.open(file)) {
            for (var number : numbers) {
                store.write(StoreWriter.record(number));
            }
        }
    }

    /** Which of the two slots holds the newest record. */
    private int newestSlot(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong() == 0 ? 1 : 0;
    }

    @Test
    void givenNoFile_whenOpened_thenItIsFreshAndNothingIsMade() throws IOException {
        assertThat(load().condition()).isEqualTo(new StoreCondition.Fresh());
        assertThat(file).doesNotExist();
    }

    @Test
    void givenAFullRecord_whenWritten_thenTheNextAgentReadsItBack() throws IOException {
        var hosts = Set.of("NodeA", "NodeB", "Knoten-ä");
        var epoch = new Epoch(1_795_406_314_123L, "NodeA");
        var assignment = new Assignment(
                epoch,
                "NodeA",
                Instant.parse("2026-01-01T10:11:12.123456789Z"),
                "operator",
                "because",
                Set.of("NodeB"),
                "NodeB",
                hosts,
                hosts,
                Guard.OPERATOR,
                StoreWriter.LEASE);
        var record = new PrimaryRecord(
                new Promise(
                        epoch,
                        hosts,
                        true,
                        StoreWriter.LEASE,
                        Set.of(new Terms(Guard.MAJORITY, hosts), new Terms(Guard.OPERATOR, Set.of()))),
                assignment,
                epoch,
                new Epoch(7, "NodeB"),
                new Epoch(8, "NodeC"));

        try (var store = PrimaryStore.open(file)) {
            store.write(record);
        }

        assertThat(load()).isEqualTo(new PrimaryStore.Loaded(new StoreCondition.Intact(), record));
    }

    @Test
    void givenManyWrites_whenOpened_thenTheLastIsReadAndTheFileHasNotGrown() throws IOException {
        write(1);
        var size = Files.size(file);

        write(2, 3, 4, 5, 6, 7);

        assertThat(load().record()).isEqualTo(StoreWriter.record(7));
        assertThat(Files.size(file)).isEqualTo(size);
    }

    @Test
    void givenAWriteTornAnywhere_whenOpened_thenItIsTheRecordBeforeOrTheNewOne() throws IOException {
        write(1, 2);
        var before = Files.readAllBytes(file);
        write(3);
        var after = Files.readAllBytes(file);
        var slot = newestSlot(after) * PrimaryStore.SLOT_BYTES;

        for (var written = 0; written <= 200; written++) {
            var torn = before.clone();
            System.arraycopy(after, slot, torn, slot, written);
            Files.write(file, torn);

            assertThat(load().condition()).isEqualTo(new StoreCondition.Intact());
            assertThat(load().record()).isIn(StoreWriter.record(2), StoreWriter.record(3));
        }
    }

    @Test
    void givenATornWrite_whenWrittenAgain_thenTheNewRecordIsRead() throws IOException {
        write(1, 2);
        var bytes = Files.readAllBytes(file);
        var other = (1 - newestSlot(bytes)) * PrimaryStore.SLOT_BYTES;
        Arrays.fill(bytes, other, other + 100, (byte) 0x5a);
        Files.write(file, bytes);

        write(9);

        assertThat(load().record()).isEqualTo(StoreWriter.record(9));
    }

    @Test
    void givenTheNewestSlotRotsAfterItsWrite_whenOpened_thenTheStoreIsDamagedAndNotSilentlyOlder() throws IOException {
        write(1, 2, 3);
        var whole = Files.readAllBytes(file);
        var slot = newestSlot(whole) * PrimaryStore.SLOT_BYTES;

        for (var at : IntStream.range(0, 60).toArray()) {
            var rotten = whole.clone();
            rotten[slot + at] ^= 0x10;
            Files.write(file, rotten);

            assertThat(load().condition()).isInstanceOf(StoreCondition.Damaged.class);
            assertThat(load().record()).isEqualTo(PrimaryRecord.EMPTY);
        }
    }

    @Test
    void givenADamagedStore_whenWritten_thenItRefusesAndTheFileStaysForTheRepair() throws IOException {
        write(1);
        Files.write(file, new byte[] {1, 2, 3});

        try (var store = PrimaryStore.open(file)) {
            assertThat(store.loaded().condition())
                    .isInstanceOfSatisfying(
                            StoreCondition.Damaged.class,
                            damaged -> assertThat(damaged.why())
                                    .contains(file.toString())
                                    .contains("has 3 bytes"));
            assertThatThrownBy(() -> store.write(StoreWriter.record(2))).hasMessageContaining("damaged");
        }

        assertThat(Files.size(file)).isEqualTo(3);
    }

    @Test
    void givenARecordTooLargeForASlot_whenWritten_thenItIsRefusedAndTheFormerStays() throws IOException {
        write(1);
        var hosts = new TreeSet<String>();
        IntStream.range(0, 2000).forEach(number -> hosts.add("a-host-with-a-long-name-" + number));

        try (var store = PrimaryStore.open(file)) {
            var promise = new Promise(new Epoch(2, "NodeA"), hosts, true, StoreWriter.LEASE, Set.of());
            assertThatThrownBy(() -> store.write(PrimaryRecord.EMPTY.withPromise(promise)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("does not fit");
        }

        assertThat(load().record()).isEqualTo(StoreWriter.record(1));
    }

    @Test
    void givenAWriterKilledInTheMiddle_whenOpened_thenNothingThatItCalledDurableIsLost() throws Exception {
        Files.createDirectories(file.getParent());
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var writer = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreWriter.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var durable = 0L;
        try (var lines = writer.inputReader()) {
            while (durable < 200) {
                durable = Long.parseLong(lines.readLine());
            }
            writer.toHandle().destroyForcibly();
            for (var line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                durable = Math.max(durable, Long.parseLong(line));
            }
        } finally {
            writer.destroyForcibly();
            assertThat(writer.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }

        var loaded = load();

        assertThat(loaded.condition()).isEqualTo(new StoreCondition.Intact());
        assertThat(loaded.record().promise().epoch().number()).isBetween(durable, durable + 1);
    }
}
