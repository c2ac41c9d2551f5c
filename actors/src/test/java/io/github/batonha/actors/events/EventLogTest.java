package io.github.batonha.actors.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.Event;
import io.github.batonha.test.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    @TempDir
    Path folder;

    private EventLog open() {
        return EventLog.open(folder, "NodeA", InstantSource.fixed(NOON));
    }

    private static NodeEvent ready(String process) {
        return new NodeEvent.ProcessChanged(process, "RUNNING", "HEALTHY", "it is ready");
    }

    private static void await(EventLog events, long seq) {
        Await.until("event " + seq, SOON, () -> events.newest() >= seq);
    }

    private static List<Long> seqs(Page page) {
        return page.events().stream().map(Event::seq).toList();
    }

    /** Whatever the last part of a long file begins with: a part of a line may be JSON by itself, such as "null". */
    @Test
    void givenMoreEventsThanAreReadAgain_whenOpened_thenThoseThatAreAreWholeAndInARow() throws IOException {
        var all = LongStream.rangeClosed(1, 600)
                .mapToObj(seq -> ready("A").at(seq, NOON, "NodeA"))
                .toList();
        var files = new EventFiles(folder);
        files.append(all);
        for (var length = 0; length < 300; length++) {
            Files.writeString(folder.resolve(EventFiles.NAME), "x", StandardOpenOption.APPEND);

            var found = files.tail();

            assertThat(found).hasSizeGreaterThan(100).isEqualTo(all.subList(all.size() - found.size(), all.size()));
        }
    }

    @Test
    void whenTold_thenNumberedWrittenAndShownInOrder() throws IOException {
        try (var events = open()) {
            events.tell(ready("A"));
            events.tell(new NodeEvent.RunEnded("B", "id-1", 77, "exit status 3"));
            await(events, 2);

            var page = events.after(0, null, 10);

            assertThat(page.events())
                    .containsExactly(
                            new Event(
                                    1,
                                    NOON,
                                    "NodeA",
                                    "process",
                                    "A",
                                    null,
                                    null,
                                    null,
                                    "RUNNING",
                                    "HEALTHY",
                                    null,
                                    "it is ready"),
                            new Event(
                                    2,
                                    NOON,
                                    "NodeA",
                                    "run-ended",
                                    "B",
                                    "id-1",
                                    77L,
                                    null,
                                    null,
                                    null,
                                    null,
                                    "exit status 3"));
            assertThat(page.upTo()).isEqualTo(2);
            assertThat(Files.readString(folder.resolve("events.jsonl"))).isEqualTo("""
                    {"seq":1,"time":"2026-01-02T12:00:00Z","node":"NodeA","type":"process","process":"A","run":null,"pid":null,"peer":null,"from":"RUNNING","to":"HEALTHY","path":null,"text":"it is ready"}
                    {"seq":2,"time":"2026-01-02T12:00:00Z","node":"NodeA","type":"run-ended","process":"B","run":"id-1","pid":77,"peer":null,"from":null,"to":null,"path":null,"text":"exit status 3"}
                    """);
        }
    }

    @Test
    void givenAFilter_whenRead_thenThePlaceGoesOnOverWhatIsNotWanted() throws IOException {
        try (var events = open()) {
            List.of("A", "B", "A", "B").forEach(process -> events.tell(ready(process)));
            await(events, 4);

            var page = events.after(0, "A", 3);

            assertThat(seqs(page)).containsExactly(1L, 3L);
            assertThat(page.upTo()).isEqualTo(3);
            assertThat(seqs(events.last(new EventQuery("B", null, 1)))).containsExactly(4L);
            assertThat(seqs(events.last(new EventQuery(null, NOON.plusSeconds(1), 9))))
                    .isEmpty();
        }
    }

    @Test
    void givenAWriterThatWasKilled_whenOpenedAgain_thenItGoesOnBehindTheLastWholeEvent() throws IOException {
        try (var events = open()) {
            events.tell(ready("A"));
            events.tell(ready("B"));
        }
        Files.writeString(folder.resolve("events.jsonl"), "{\"seq\":3,\"ti", StandardOpenOption.APPEND);

        try (var events = open()) {
            events.tell(ready("C"));
            await(events, 3);

            assertThat(events.after(1, null, 10).events())
                    .extracting(event -> event.seq() + " " + event.process())
                    .containsExactly("2 B", "3 C");
        }
        assertThat(new EventFiles(folder).after(1, 10)).hasSize(2);
    }

    @Test
    void givenMoreThanMemoryHolds_whenReadFromTheBeginning_thenNothingIsMissing() throws IOException {
        var total = 2500;
        try (var events = open()) {
            for (var i = 0; i < total; i++) {
                events.tell(ready("P" + i));
            }
            await(events, total);

            var read = new ArrayList<Long>();
            for (var page = events.after(0, null, 400);
                    !page.events().isEmpty();
                    page = events.after(page.upTo(), null, 400)) {
                read.addAll(seqs(page));
            }

            assertThat(read).isEqualTo(LongStream.rangeClosed(1, total).boxed().toList());
            var newest = events.last(new EventQuery(null, null, 2000));
            assertThat(seqs(newest)).endsWith((long) total).hasSizeLessThan(2000);
            assertThat(newest.isCut()).isTrue();
        }
    }

    @Test
    void givenMoreInFilesThanAMessageHolds_whenTheLastAreAskedFor_thenNoMoreIsReadThanItHolds() throws IOException {
        var files = new EventFiles(folder, 300_000);
        var total = 4000;
        for (var first = 1; first <= total; first += 100) {
            files.append(LongStream.range(first, first + 100)
                    .mapToObj(seq -> ready("P" + seq % 2).at(seq, NOON, "NodeA"))
                    .toList());
        }
        var all = new EventQuery(null, null, total);
        assertThat(files.last(all))
                .hasSizeBetween(100, 1000)
                .last()
                .satisfies(newest -> assertThat(newest.seq()).isEqualTo(total));

        try (var events = open()) {
            var read = events.last(all);
            var pages = 1;
            while (read.isCut()) {
                var first = read.events().getFirst().seq();
                read = read.following(
                        events.last(all.before(first, total - read.events().size())));
                pages++;
            }

            assertThat(seqs(read))
                    .isEqualTo(LongStream.rangeClosed(1, total).boxed().toList());
            assertThat(pages).isGreaterThan(4);
            assertThat(seqs(events.last(new EventQuery("P1", null, 1000, 3)))).containsExactly(995L, 997L, 999L);
        }
    }

    @Test
    void givenPartsThatAreGone_whenRead_thenItIsSaidWhatIsMissing() throws IOException {
        var files = new EventFiles(folder, 400);
        for (var seq = 1; seq <= 12; seq++) {
            files.append(List.of(ready("A").at(seq, NOON, "NodeA")));
        }

        assertThat(files.after(0, 100).getFirst().seq()).isGreaterThan(1);
        assertThat(files.after(0, 100).getLast().seq()).isEqualTo(12);
        assertThat(files.after(10, 100)).extracting(Event::seq).containsExactly(11L, 12L);
        assertThat(files.last(new EventQuery(null, null, 3)))
                .extracting(Event::seq)
                .containsExactly(10L, 11L, 12L);
        try (var paths = Files.list(folder)) {
            assertThat(paths).hasSize(5);
        }
        try (var events = open()) {
            var page = events.after(0, "B", 100);
            assertThat(page.events()).singleElement().satisfies(event -> {
                assertThat(event.type()).isEqualTo("lagged");
                assertThat(event.text()).startsWith("events 1 to ");
            });
            assertThat(page.upTo()).isEqualTo(12);
            assertThat(events.after(99, null, 100).events())
                    .singleElement()
                    .extracting(Event::type)
                    .isEqualTo("lagged");
            assertThat(events.after(99, null, 100).upTo()).isZero();
        }
    }

    @Test
    void givenAnEmptyNewestFile_whenOpenedAgain_thenTheNumbersGoOn() throws IOException {
        new EventFiles(folder).append(List.of(ready("A").at(7, NOON, "NodeA")));
        Files.move(folder.resolve("events.jsonl"), folder.resolve("events.jsonl.1"));
        Files.createFile(folder.resolve("events.jsonl"));

        try (var events = open()) {
            assertThat(events.newest()).isEqualTo(7);
        }
    }

    @Test
    void givenEventsThatCouldNotBeWritten_whenRead_thenTheirPlaceIsSaidToBeEmpty() throws IOException {
        var files = new EventFiles(folder);
        for (var seq : List.of(1L, 2L, 5L, 6L)) {
            files.append(List.of(ready("A").at(seq, NOON, "NodeA")));
        }

        assertThat(files.after(0, 10)).extracting(Event::seq).containsExactly(1L, 2L);
        assertThat(files.after(2, 2)).extracting(Event::seq).containsExactly(5L, 6L);
        assertThat(files.last(new EventQuery(null, null, 6, 9)))
                .extracting(Event::seq)
                .containsExactly(1L, 2L, 5L);
    }

    @Test
    void givenMoreThanFitsIntoAMessage_whenRead_thenInPartsWithNothingMissing() throws IOException {
        try (var events = open()) {
            for (var i = 0; i < 300; i++) {
                events.tell(new NodeEvent.Trouble("%d ".formatted(i).repeat(300)));
            }
            await(events, 300);

            var newest = events.last(new EventQuery(null, null, 200));
            var older = events.last(new EventQuery(null, null, 200)
                    .before(
                            newest.events().getFirst().seq(),
                            200 - newest.events().size()));
            var next = events.after(100, null, 200);

            assertThat(newest.isCut()).isTrue();
            assertThat(seqs(newest)).endsWith(300L);
            assertThat(newest.following(older).events())
                    .extracting(Event::seq)
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .hasSize(newest.events().size() + older.events().size());
            assertThat(seqs(older).getLast()).isEqualTo(seqs(newest).getFirst() - 1);
            assertThat(seqs(next)).startsWith(101L).hasSizeLessThan(200);
            assertThat(next.upTo()).isEqualTo(seqs(next).getLast());
        }
    }

    @Test
    void givenWhatStandsInFiles_whenToldLater_thenItKeepsItsPlaceAndNothingIsToldOfNothing() throws IOException {
        try (var events = open()) {
            events.tell(ready("A"));
            events.tellLater(() -> Optional.of(ready("B")));
            events.tellLater(Optional::empty);
            events.tellLater(() -> {
                throw new IllegalStateException("unreadable");
            });
            events.tell(ready("C"));
            await(events, 3);

            assertThat(events.after(0, null, 10).events())
                    .extracting(event -> event.seq() + " " + event.process())
                    .containsExactly("1 A", "2 B", "3 C");
        }
    }

    @Test
    void givenAFolderThatCanNotBeWritten_whenTold_thenItIsShownAllTheSame() throws IOException {
        try (var events = EventLog.open(folder.resolve("none"), "NodeA", InstantSource.system())) {
            events.tell(ready("A"));
            await(events, 1);

            assertThat(events.after(0, null, 10).events()).hasSize(1);
        }
    }
}
