package io.github.batonha.supervision.logs;

import io.github.batonha.supervision.logs.LogFolder.Layout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log through its archives into the current file, each byte once, while it is written, rotated and replaced. Keeps an
 * archive open from one read to the next: to be closed. All methods block; one thread at a time.
 */
public final class LogReader implements AutoCloseable {

    private static final int BLOCK = 64 * 1024;
    private static final int ATTEMPTS = 20;

    /**
     * Where a reader stands.
     *
     * @param generation of the current file: a new one begins when it is replaced
     * @param offset in bytes from the beginning of that generation
     */
    public record Place(long generation, long offset) implements Comparable<Place> {
        /** Never reached. */
        public static final Place NEVER = new Place(Long.MAX_VALUE, Long.MAX_VALUE);

        @Override
        public int compareTo(Place other) {
            return generation != other.generation
                    ? Long.compare(generation, other.generation)
                    : Long.compare(offset, other.offset);
        }

        private Place plus(long bytes) {
            return new Place(generation, offset + bytes);
        }
    }

    /** What was read, and where the next read goes on; nothing where there is no more yet. */
    @SuppressWarnings("ArrayRecordComponent") // handed over: nobody keeps or compares it
    public record Chunk(byte[] bytes, Place next) {}

    private record Opened(Archive archive, InputStream stream, long offset) {}

    private final LogFolder log;
    private @Nullable Opened opened;

    private LogReader(LogFolder log) {
        this.log = log;
    }

    /**
     * A reader of one log; nothing is opened yet.
     *
     * @param logs folder of a node
     * @param name of the current file, {@code PROCESS.log} or {@code PROCESS.log.err}
     */
    public static LogReader of(Path logs, String name) {
        return new LogReader(LogFolder.of(logs, name));
    }

    /** The end at this moment. */
    public Place end() throws IOException {
        var layout = log.layout();
        return new Place(layout.generation(), Math.max(layout.archived(), log.size()));
    }

    /** Where the last lines begin, in archives if need be. */
    public Place lastLines(int lines) throws IOException {
        var layout = log.layout();
        var counter = new LineCounter(lines);
        var size = log.size();
        if (size > layout.archived()) {
            var found = counter.inCurrent(log, layout.archived(), size);
            if (found.isPresent()) {
                return new Place(layout.generation(), found.getAsLong());
            }
        }
        var first = new Place(layout.generation(), layout.archived());
        for (var archive : layout.archives().reversed()) {
            if (counter.isDone()) {
                return lines == 0 ? end() : first;
            }
            var found = counter.in(archive);
            if (found.isPresent()) {
                return new Place(archive.generation(), found.getAsLong());
            }
            first = new Place(archive.generation(), archive.start());
        }
        return lines == 0 ? end() : first;
    }

    /** Where the lines begin that were written from that time on, or a little earlier: times are noted every few seconds. */
    public Place since(Instant time) throws IOException {
        var before = new TimeIndex(log)
                .read().stream().filter(mark -> !mark.at().isAfter(time)).reduce((first, second) -> second);
        return before.isPresent() ? lineStart(before.get().place()) : oldest();
    }

    /** Where the lines end that were written until that time, or a little later. */
    public Place until(Instant time) throws IOException {
        var after = new TimeIndex(log)
                .read().stream().filter(mark -> !mark.at().isBefore(time)).findFirst();
        return after.isPresent() ? lineStart(after.get().place()) : end();
    }

    private Place oldest() throws IOException {
        return settle(new Place(0, 0), log.layout());
    }

    private Place lineStart(Place place) throws IOException {
        if (place.offset() == 0) {
            return place;
        }
        var at = settle(place.plus(-1), log.layout());
        if (at.compareTo(place) >= 0) {
            return at; // what stood there is kept no more; what follows begins with a line
        }
        for (var looked = 0L; looked <= LogFolder.LONGEST_LINE; ) {
            var chunk = read(at, Place.NEVER, BLOCK);
            for (var i = 0; i < chunk.bytes().length; i++) {
                if (chunk.bytes()[i] == '\n') {
                    return chunk.next().plus(i + 1 - (long) chunk.bytes().length);
                }
            }
            if (chunk.bytes().length == 0) {
                return chunk.next();
            }
            looked += chunk.bytes().length;
            at = chunk.next();
        }
        return place; // within a line that does not end
    }

    /**
     * Reads on.
     *
     * @param to nothing from there on is read
     * @param atMost bytes
     */
    public Chunk read(Place from, Place to, int atMost) throws IOException {
        var at = from;
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            var layout = log.layout();
            at = settle(at, layout);
            if (at.compareTo(to) >= 0) {
                return new Chunk(new byte[0], at);
            }
            var most = (int) Math.min(
                    Math.min(atMost, BLOCK), at.generation() == to.generation() ? to.offset() - at.offset() : BLOCK);
            var archive = holder(layout, at);
            if (archive.isPresent()) {
                var found = read(archive.get(), at, most);
                if (found.isEmpty()) {
                    continue; // it stands elsewhere by now, or is kept no more
                }
                var bytes = found.get();
                if (bytes.length > 0) {
                    return new Chunk(bytes, at.plus(bytes.length));
                }
                at = new Place(at.generation(), archive.get().end()); // it is shorter than its name says
                continue;
            }
            var bytes = readCurrent(at, most);
            var after = log.layout();
            // What was given back while it was read came as zeros: then it stands in an archive now.
            if (after.generation() == layout.generation() && after.archived() <= at.offset()) {
                return new Chunk(bytes, at.plus(bytes.length));
            }
        }
        return new Chunk(new byte[0], at);
    }

    /** The place itself if there is something kept, else the next that is kept. */
    private Place settle(Place place, Layout layout) throws IOException {
        if (place.generation() == layout.generation() && place.offset() >= layout.archived()) {
            var size = log.size();
            // Truncated by somebody: reads again what is there now.
            return size < place.offset() && size >= layout.archived()
                    ? new Place(place.generation(), layout.archived())
                    : place;
        }
        for (var archive : layout.archives()) {
            if (place.compareTo(new Place(archive.generation(), archive.end())) < 0) {
                var start = new Place(archive.generation(), archive.start());
                return start.compareTo(place) > 0 ? start : place;
            }
        }
        return new Place(layout.generation(), layout.archived());
    }

    private static Optional<Archive> holder(Layout layout, Place place) {
        return layout.archives().stream()
                .filter(archive -> archive.holds(place.generation(), place.offset()))
                .findFirst();
    }

    /** Empty where it was compressed or given up at this moment. */
    private Optional<byte[]> read(Archive archive, Place at, int atMost) throws IOException {
        var open = opened;
        if (open == null || !open.archive().equals(archive) || open.offset() != at.offset()) {
            close();
            try {
                open = new Opened(archive, archive.open(at.offset()), at.offset());
            } catch (NoSuchFileException removed) {
                return Optional.empty();
            }
        }
        opened = open;
        var bytes = open.stream().readNBytes(atMost);
        opened = new Opened(archive, open.stream(), at.offset() + bytes.length);
        return Optional.of(bytes);
    }

    private byte[] readCurrent(Place at, int atMost) throws IOException {
        try (var channel = log.open()) {
            var most = Math.clamp(channel.size() - at.offset(), 0, atMost);
            var buffer = ByteBuffer.allocate(most);
            LogFolder.fill(channel, at.offset(), buffer);
            return Arrays.copyOf(buffer.array(), buffer.position());
        } catch (NoSuchFileException none) {
            return new byte[0];
        }
    }

    @Override
    public void close() throws IOException {
        var open = opened;
        opened = null;
        if (open != null) {
            open.stream().close();
        }
    }
}
