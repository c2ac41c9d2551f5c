package io.github.batonha.actors.events;

import io.github.batonha.actors.api.Event;
import io.github.batonha.supervision.os.FileMode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * {@code events.jsonl} and the parts of it that were put away, {@code events.jsonl.1} the newest of these. One thread writes, any may
 * read. Blocks.
 */
final class EventFiles {

    static final String NAME = "events.jsonl";

    private static final long MOST_BYTES = 4L << 20;
    private static final int KEPT = 4;
    private static final int TAIL_BYTES = 64 << 10;

    private final Path file;
    private final long mostBytes;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    EventFiles(Path folder) {
        this(folder, MOST_BYTES);
    }

    EventFiles(Path folder, long mostBytes) {
        this.file = folder.resolve(NAME);
        this.mostBytes = mostBytes;
    }

    /** Puts the file away where it would grow too large. Not forced to the disk. */
    void append(List<Event> events) throws IOException {
        var text = events.stream().map(EventJson::write).collect(Collectors.joining("\n", "", "\n"));
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        if (Files.exists(file) && Files.size(file) + bytes.length > mostBytes) {
            rotate();
        }
        FileMode.GROUP.make(file);
        Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Not while somebody reads, who would miss a file or read it twice. */
    private void rotate() throws IOException {
        lock.writeLock().lock();
        try {
            moveAll();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void moveAll() throws IOException {
        for (var number = KEPT - 1; number > 0; number--) {
            if (Files.exists(part(number))) {
                Files.move(part(number), part(number + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(file, part(1), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path part(int number) {
        return file.resolveSibling(NAME + "." + number);
    }

    /** The newest events, as far as they stand in the last part of the newest file that has any. */
    List<Event> tail() throws IOException {
        for (var next : inOrder().reversed()) {
            var found = tail(next);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private static List<Event> tail(Path file) throws IOException {
        var found = new ArrayDeque<Event>();
        var left = TAIL_BYTES;
        try (var lines = new LinesFromEnd(file)) {
            for (var line = lines.next(); line != null && left > 0; line = lines.next()) {
                left -= line.length() + 1;
                EventJson.read(line).ifPresent(found::addFirst);
            }
        }
        return List.copyOf(found);
    }

    /** A line that a killed writer left half is ended, so that the next one stands for itself. */
    void mend() throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return;
        }
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(open.length() - 1);
            if (open.read() != '\n') {
                open.write('\n');
            }
        }
    }

    /** The first events after one, at most so many, and none behind one that is missing. */
    List<Event> after(long seq, int most) throws IOException {
        lock.readLock().lock();
        try {
            var found = new ArrayList<Event>();
            for (var next : from(seq)) {
                if (!addAfter(seq, next, most, found)) {
                    break;
                }
            }
            return found;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** False where no more can follow. */
    private static boolean addAfter(long seq, Path file, int most, List<Event> found) throws IOException {
        try (var lines = Files.newBufferedReader(file)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var event = EventJson.seq(line) > seq ? EventJson.read(line) : Optional.<Event>empty();
                if (event.isEmpty()) {
                    continue;
                }
                var isMissing =
                        !found.isEmpty() && event.get().seq() > found.getLast().seq() + 1;
                if (found.size() >= most || isMissing) {
                    return false;
                }
                found.add(event.get());
            }
            return true;
        }
    }

    /** The newest events that are wanted, at most as many as that, and no more than a {@link Page} has room for and one. */
    List<Event> last(EventQuery query) throws IOException {
        lock.readLock().lock();
        try {
            return lastOfAll(query);
        } finally {
            lock.readLock().unlock();
        }
    }

    private List<Event> lastOfAll(EventQuery query) throws IOException {
        var found = new ArrayDeque<Event>();
        for (var next : inOrder().reversed()) {
            if (firstSeq(next) < query.before() && !addLast(next, query, found)) {
                break;
            }
        }
        return List.copyOf(found);
    }

    /** False where no more are wanted, or have room. */
    private static boolean addLast(Path file, EventQuery query, Deque<Event> found) throws IOException {
        var room = Page.room(found);
        try (var lines = new LinesFromEnd(file)) {
            while (found.size() < query.last() && room >= 0) {
                var line = lines.next();
                if (line == null) {
                    return true;
                }
                var event = EventJson.seq(line) < query.before()
                        ? EventJson.read(line).filter(query::isWanted)
                        : Optional.<Event>empty();
                if (event.isPresent()) {
                    found.addFirst(event.get());
                    room -= Page.bytes(event.get());
                }
            }
            return false;
        }
    }

    private List<Path> inOrder() {
        var files = IntStream.rangeClosed(1, KEPT)
                .map(number -> KEPT + 1 - number)
                .mapToObj(this::part)
                .collect(Collectors.toCollection(ArrayList::new));
        files.add(file);
        return files.stream().filter(Files::exists).toList();
    }

    /** The files that hold what comes after; those before them end with it or earlier. */
    private List<Path> from(long seq) throws IOException {
        var files = inOrder();
        var first = 0;
        for (var i = 1; i < files.size(); i++) {
            if (firstSeq(files.get(i)) <= seq + 1) {
                first = i;
            }
        }
        return files.subList(first, files.size());
    }

    private static long firstSeq(Path file) throws IOException {
        try (var lines = Files.newBufferedReader(file)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (EventJson.seq(line) >= 0) {
                    return EventJson.seq(line);
                }
            }
            return Long.MAX_VALUE;
        }
    }
}
