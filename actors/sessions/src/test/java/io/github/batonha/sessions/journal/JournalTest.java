package io.github.batonha.sessions.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.sessions.store.Change;
import io.github.batonha.sessions.store.HybridClock;
import io.github.batonha.sessions.store.Limits;
import io.github.batonha.sessions.store.Loaded;
import io.github.batonha.sessions.store.SessionId;
import io.github.batonha.sessions.store.SessionStore;
import io.github.batonha.sessions.store.Watermarks;
import io.github.batonha.sessions.store.WriteResult.Written;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private static final Limits LIMITS =
            new Limits(64 * 1024, 1024 * 1024, 512, 200_000, 1L << 30, Duration.ofDays(30), Duration.ofHours(24));
    private static final Watermarks MARKS = new Watermarks(Map.of("NodeB", 7L), 5, 9);

    @TempDir
    Path home;

    private Path folder = Path.of("unset");
    private final SessionStore store = store();

    private static SessionStore store() {
        return new SessionStore("NodeA", new HybridClock(InstantSource.system()), LIMITS);
    }

    @BeforeEach
    void place() {
        folder = home.resolve("run/NodeA/sessions");
    }

    private SessionId write(Journal journal) {
        var written = (Written) store.create(
                Duration.ofMinutes(5), List.of(Change.put("name", "text/plain", new byte[] {1, 2, 3})));
        written.delta().forEach(delta -> journal.write(delta.encoded()).join());
        return written.session().id();
    }

    private Loaded load() throws IOException {
        return JournalReader.load(store(), folder);
    }

    private Path newest() throws IOException {
        return JournalFiles.toRead(folder).getLast();
    }

    @Test
    void givenWrites_whenReadWithoutAClose_thenAllThatWasAnsweredIsThere() throws IOException {
        try (var journal = Journal.open(folder)) {
            var first = write(journal);
            var second = write(journal);
            journal.marks(MARKS.encode());
            write(journal);

            var loaded = load();

            assertThat(loaded.store().find(first)).isEqualTo(store.find(first));
            assertThat(loaded.store().find(second)).isEqualTo(store.find(second));
            assertThat(loaded.marks()).isEqualTo(MARKS);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    @Test
    void givenDeletions_whenRead_thenTheyStayDeleted() throws IOException {
        SessionId id;
        try (var journal = Journal.open(folder)) {
            id = write(journal);
            ((Written) store.delete(id)).delta().forEach(delta -> journal.entries(delta.encoded()));
        }

        var loaded = load().store();

        assertThat(loaded.find(id)).isEmpty();
        assertThat(loaded.count()).as("deletions that are remembered").isEqualTo(1);
    }

    @Test
    void givenACompaction_whenRead_thenNothingIsLostAndOldFilesAreGone() throws IOException {
        try (var journal = Journal.open(folder)) {
            var before = write(journal);
            journal.compact(store::forEach, MARKS::encode);
            var after = write(journal);

            var loaded = load().store();

            assertThat(loaded.find(before)).isPresent();
            assertThat(loaded.find(after)).isPresent();
            assertThat(JournalFiles.toRead(folder))
                    .extracting(file -> file.getFileName().toString())
                    .containsExactly("snapshot-2", "journal-2");
        }
        try (var files = Files.list(folder)) {
            assertThat(files.count()).isEqualTo(2);
        }
    }

    @Test
    void givenALastRecordCutShort_whenRead_thenTheOthersAreThereAndMarksHold() throws IOException {
        SessionId first;
        try (var journal = Journal.open(folder)) {
            journal.marks(MARKS.encode());
            first = write(journal);
            write(journal);
        }
        try (var file = FileChannel.open(newest(), StandardOpenOption.WRITE)) {
            file.truncate(file.size() - 3);
        }

        var loaded = load();

        assertThat(loaded.store().count()).isEqualTo(1);
        assertThat(loaded.store().find(first)).isPresent();
        assertThat(loaded.marks()).isEqualTo(MARKS);
    }

    @Test
    void givenDamageInTheMiddle_whenRead_thenTheNodeClaimsNotToKnowWhatOthersDeleted() throws IOException {
        try (var journal = Journal.open(folder)) {
            journal.marks(MARKS.encode());
            write(journal);
            write(journal);
        }
        try (var file = FileChannel.open(newest(), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[40]), file.size() / 2);
        }

        var loaded = load();

        assertThat(loaded.store().count()).isLessThan(2);
        assertThat(loaded.marks()).isEqualTo(new Watermarks(Map.of(), 5, 9));
    }

    @Test
    void givenSessionsGivenUp_whenRead_thenTheyStayGivenUp() throws IOException {
        try (var journal = Journal.open(folder)) {
            write(journal);
            journal.discarded(store.clock().now());
            var later = write(journal);

            assertThat(load().store().count()).isEqualTo(1);
            assertThat(load().store().find(later)).isPresent();
        }
    }

    @Test
    void givenWritesDuringCompactions_whenRead_thenNothingThatWasAnsweredIsLost() throws Exception {
        try (var journal = Journal.open(folder)) {
            var writer = Thread.ofVirtual().start(() -> {
                for (var index = 0; index < 2000; index++) {
                    write(journal);
                }
            });
            while (writer.isAlive()) {
                journal.compact(store::forEach, MARKS::encode);
            }
            writer.join();

            assertThat(load().store().count()).isEqualTo(2000);
        }
    }
}
