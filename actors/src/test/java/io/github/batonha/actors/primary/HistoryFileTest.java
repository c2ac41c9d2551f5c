package io.github.batonha.actors.primary;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.HistoryEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryFileTest {

    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123456789Z");

    @TempDir
    Path folder;

    static HistoryEntry entry(long epoch, HistoryEntry.Outcome outcome, HistoryEntry.Phase... phases) {
        return new HistoryEntry(
                epoch,
                "NodeB",
                "NodeA",
                "ann",
                "why not",
                NOON.plusMillis(epoch),
                List.of(),
                outcome,
                outcome == HistoryEntry.Outcome.REFUSED ? "NodeB is silent" : "",
                List.of(),
                List.of(phases));
    }

    private static HistoryEntry.Phase phase(String name, String host, double millis) {
        return new HistoryEntry.Phase(name, host, millis);
    }

    private Path file() {
        return folder.resolve("history.jsonl");
    }

    @Test
    void givenEntries_whenOpenedAgain_thenTheyAreThereOldestFirst() {
        var written = HistoryFile.open(file());
        written.add(entry(9, HistoryEntry.Outcome.DONE, phase("ask", "NodeA", 1.5)));
        written.add(entry(5, HistoryEntry.Outcome.REFUSED));

        var read = HistoryFile.open(file());

        assertThat(read.entries()).isEqualTo(written.entries());
        assertThat(read.entries()).extracting(HistoryEntry::epoch).containsExactly(5L, 9L);
        assertThat(read.digest()).isEqualTo(written.digest());
    }

    @Test
    void givenATornTail_whenOpenedAndAddedTo_thenOnlyTheTornLineIsLost() throws IOException {
        var written = HistoryFile.open(file());
        written.add(entry(1, HistoryEntry.Outcome.DONE));
        written.add(entry(2, HistoryEntry.Outcome.DONE));
        try (var channel = Files.newByteChannel(file(), StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 10);
        }

        var torn = HistoryFile.open(file());
        assertThat(torn.entries()).extracting(HistoryEntry::epoch).containsExactly(1L);
        torn.add(entry(3, HistoryEntry.Outcome.DONE));

        assertThat(HistoryFile.open(file()).entries())
                .extracting(HistoryEntry::epoch)
                .containsExactly(1L, 3L);
    }

    @Test
    void givenLinesOfOtherVersionsAndRubbish_whenOpened_thenWhatCanBeReadIsRead() throws IOException {
        var rubbish = new byte[] {(byte) 0xff, 0, '\n'};
        Files.write(file(), rubbish);
        Files.writeString(file(), """
                [1,2]
                {"epoch":3,"to":"NodeA","at":"yesterday"}
                {"epoch":4,"from":null,"to":"NodeA","by":"ann","reason":"","at":"2026-01-02T03:04:05Z","confirmedDown":["NodeB"]}
                {"epoch":5,"to":"NodeB","at":"2026-01-02T03:04:05Z","outcome":"done","mood":"good","phases":[{"name":"ask","host":"NodeB","millis":2.5,"colour":1}]}
                """, StandardCharsets.UTF_8, StandardOpenOption.APPEND);

        var entries = HistoryFile.open(file()).entries();

        assertThat(entries).extracting(HistoryEntry::epoch).containsExactly(4L, 5L);
        assertThat(entries.getFirst().from()).isNull();
        assertThat(entries.getFirst().outcome()).isEqualTo(HistoryEntry.Outcome.DONE);
        assertThat(entries.getFirst().confirmedDown()).containsExactly("NodeB");
        assertThat(entries.getLast().millis("ask")).isEqualTo(2.5);
    }

    @Test
    void givenManyAttempts_whenAdded_thenTheNewestAreKeptAndTheFileKeepsItsBound() throws IOException {
        var history = HistoryFile.open(file());
        var most = 0L;

        for (var epoch = 1; epoch <= 6 * HistoryBook.KEPT; epoch++) {
            history.add(entry(epoch, HistoryEntry.Outcome.REFUSED, phase("ask", "x".repeat(400), 1)));
            most = Math.max(most, Files.size(file()));
        }

        assertThat(most).isLessThan(HistoryFile.MOST_BYTES + 2000);
        var read = HistoryFile.open(file()).entries();
        assertThat(read).hasSize(HistoryBook.KEPT).isEqualTo(history.entries());
        assertThat(read.getLast().epoch()).isEqualTo(6L * HistoryBook.KEPT);
    }

    @Test
    void givenWhatIsKnownOrTooOld_whenAdded_thenItIsNoNews() {
        var history = HistoryFile.open(file());
        for (var epoch = 2; epoch <= HistoryBook.KEPT + 1; epoch++) {
            history.add(entry(epoch, HistoryEntry.Outcome.DONE));
        }

        assertThat(history.add(entry(2, HistoryEntry.Outcome.DONE))).isEmpty();
        assertThat(history.add(entry(1, HistoryEntry.Outcome.DONE))).isEmpty();
    }

    @Test
    void givenAFolderThatCantBeWritten_whenAdded_thenItIsStillKnown() {
        var history = HistoryFile.open(folder.resolve("none/history.jsonl"));

        history.add(entry(1, HistoryEntry.Outcome.DONE));

        assertThat(history.entries()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void givenTheSameNewsInAnyOrder_whenTaken_thenTheBooksAreTheSame(long seed) {
        var random = new Random(seed);
        var news = new ArrayList<HistoryEntry>();
        for (var each = 0; each < 200; each++) {
            var outcome = List.of(
                            HistoryEntry.Outcome.UNFINISHED, HistoryEntry.Outcome.REFUSED, HistoryEntry.Outcome.DONE)
                    .get(random.nextInt(3));
            var name = List.of("ask", "stop", "ready", "dance").get(random.nextInt(4));
            var host = random.nextBoolean() ? "NodeA" : "NodeB";
            news.add(entry(random.nextInt(20), outcome, phase(name, host, random.nextInt(5))));
        }
        var one = new HistoryBook();
        news.forEach(one::add);
        Collections.shuffle(news, random);
        var other = new HistoryBook();
        news.forEach(other::add);
        news.forEach(other::add);

        assertThat(other.entries()).isEqualTo(one.entries());
        assertThat(other.digest()).isEqualTo(one.digest());
    }

    @Test
    void givenPartsOfOneAttempt_whenPutTogether_thenTheMoreCertainOutcomeAndAllPhasesStand() {
        var book = new HistoryBook();

        book.add(entry(7, HistoryEntry.Outcome.UNFINISHED, phase("stop", "NodeB", 80)));
        book.add(entry(7, HistoryEntry.Outcome.DONE, phase("release", "NodeA", 90), phase("ask", "NodeA", 2)));

        assertThat(book.entries())
                .containsExactly(entry(
                        7,
                        HistoryEntry.Outcome.DONE,
                        phase("ask", "NodeA", 2),
                        phase("release", "NodeA", 90),
                        phase("stop", "NodeB", 80)));
    }

    @Test
    void givenAFullHistoryOfLongTexts_whenItIsToldToAnother_thenEachMessageFitsIntoAFrame() {
        var lines = Collections.nCopies(HistoryBook.KEPT, "ж".repeat(9_000));

        var messages = HistoryActor.inMessages(lines);

        assertThat(messages)
                .allSatisfy(message -> assertThat(message.stream()
                                .mapToInt(line -> line.getBytes(StandardCharsets.UTF_8).length + 9)
                                .sum())
                        .isLessThan((256 - 8) << 10));
        assertThat(messages.stream().flatMap(List::stream)).hasSize(HistoryBook.KEPT);
    }
}
