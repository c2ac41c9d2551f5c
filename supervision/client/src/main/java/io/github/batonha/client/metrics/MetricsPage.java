package io.github.batonha.client.metrics;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The agent's side of a page: it makes one before each start, and reads it. What is in it was written by a process and may be anything. */
public final class MetricsPage {

    /** Beyond this a number of times is no number of times; a double is exact up to there. */
    private static final long MOST = 1L << 53;

    private static final double NANOS = 1e9;

    private MetricsPage() {}

    /**
     * What a process has recorded.
     *
     * @param refused how often its JVM refused a series
     * @param damaged slots that hold something that can't be
     */
    public record Content(List<Series> series, long refused, int damaged) {
        public static final Content NONE = new Content(List.of(), 0, 0);

        public Content {
            series = List.copyOf(series);
        }
    }

    /** One of them. The name has no end such as {@code _total}. */
    public record Series(String name, Map<String, String> labels, Value value) {
        public Series {
            labels = Map.copyOf(labels);
        }
    }

    /** By the kind of instrument. */
    public sealed interface Value {
        /** Of a counter. */
        record Count(long count) implements Value {}

        /** Of a gauge. */
        record Level(double level) implements Value {}

        /**
         * Of a timer.
         *
         * @param counts of each bucket by itself, the last one without an end
         */
        record Times(List<Long> counts, double sumSeconds, double maxSeconds) implements Value {
            public Times {
                counts = List.copyOf(counts);
            }
        }
    }

    /** Upper bounds of the buckets of a timer in seconds, without the last one. */
    public static List<Double> bounds() {
        List<Double> bounds = new ArrayList<>();
        for (int bucket = 0; bucket < PageLayout.BUCKETS - 1; bucket++) {
            bounds.add(PageLayout.bound(bucket) / NANOS);
        }
        return bounds;
    }

    /** An empty one in the place of what is there; who has the old one mapped keeps that. It takes 4 KiB of the disk until it is used. */
    public static void create(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (var page = new RandomAccessFile(file.toFile(), "rw")) {
            page.write(ByteBuffer.allocate(PageLayout.HEADER_WORDS_END)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(PageLayout.MAGIC)
                    .array());
            page.setLength(PageLayout.FILE_BYTES);
        }
    }

    /**
     * What the file holds at this moment. Reads only the part that is used, and never more than a page has.
     *
     * @throws IOException if there is none, or it can't be read
     */
    public static Content read(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("%s is no file".formatted(file));
        }
        byte[] header = header(file);
        int used = used(header);
        if (used == 0) {
            return read(header);
        }
        try (var channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            return read(bytes(channel, PageLayout.slot(used)));
        }
    }

    /** Without a channel, which costs more than all the rest of a page that nobody uses: most are. */
    private static byte[] header(Path file) throws IOException {
        try (var in = new FileInputStream(file.toFile())) {
            return in.readNBytes(PageLayout.HEADER_WORDS_END);
        }
    }

    private static byte[] bytes(FileChannel channel, int most) throws IOException {
        var bytes = ByteBuffer.allocate(most);
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) > 0) {
            // until the end of the file, or as much as is wanted
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /** What these bytes of a page say; they may be cut off, and they may be any. Pure. */
    public static Content read(byte[] page) {
        var words = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
        if (page.length < PageLayout.HEADER_WORDS_END || words.getLong(PageLayout.MAGIC_AT) != PageLayout.MAGIC) {
            return Content.NONE;
        }
        List<Series> series = new ArrayList<>();
        int damaged = 0;
        int used = used(page);
        for (int index = 0; index < used && PageLayout.slot(index + 1) <= page.length; index++) {
            int slot = PageLayout.slot(index);
            if (words.getLong(slot + PageLayout.KIND_AT) != PageLayout.EMPTY) {
                Optional<Series> found = series(words, slot);
                found.ifPresent(series::add);
                damaged += found.isEmpty() ? 1 : 0;
            }
        }
        long refused = words.getLong(PageLayout.REFUSED_AT);
        return new Content(series, refused < 0 || refused > MOST ? 0 : refused, damaged);
    }

    private static int used(byte[] header) {
        if (header.length < PageLayout.HEADER_WORDS_END) {
            return 0;
        }
        long next = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getLong(PageLayout.NEXT_AT);
        return (int) Math.max(0, Math.min(next, PageLayout.SLOTS));
    }

    private static Optional<Series> series(ByteBuffer page, int slot) {
        return words(page, slot)
                .flatMap(words -> value(page, slot).flatMap(value -> {
                    List<String> labels = words.subList(1, words.size());
                    if (SeriesName.fault(words.get(0), labels).isPresent()) {
                        return Optional.empty();
                    }
                    Map<String, String> byName = new TreeMap<>();
                    for (int i = 0; i < labels.size(); i += 2) {
                        byName.put(labels.get(i), labels.get(i + 1));
                    }
                    return Optional.of(new Series(words.get(0), byName, value));
                }));
    }

    private static Optional<List<String>> words(ByteBuffer page, int slot) {
        long mark = page.getLong(slot + PageLayout.MARK_AT);
        int length = (int) mark;
        if (length <= 0 || length > PageLayout.TEXT_BYTES) {
            return Optional.empty();
        }
        byte[] text = new byte[length];
        page.duplicate().position(slot + PageLayout.TEXT_AT).get(text);
        if (PageLayout.mark(text) != mark) {
            return Optional.empty();
        }
        try {
            String words = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
            return Optional.of(Arrays.asList(words.split("\0", -1)));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<Value> value(ByteBuffer page, int slot) {
        long kind = page.getLong(slot + PageLayout.KIND_AT);
        long word = page.getLong(slot + PageLayout.VALUES_AT);
        if (kind == PageLayout.COUNTER) {
            return word < 0 ? Optional.empty() : Optional.of(new Value.Count(word));
        }
        if (kind == PageLayout.GAUGE) {
            return Optional.of(new Value.Level(Double.longBitsToDouble(word)));
        }
        return kind == PageLayout.TIMER ? times(page, slot) : Optional.empty();
    }

    private static Optional<Value> times(ByteBuffer page, int slot) {
        List<Long> counts = new ArrayList<>();
        for (int bucket = 0; bucket < PageLayout.BUCKETS; bucket++) {
            long count = page.getLong(slot + PageLayout.VALUES_AT + bucket * Long.BYTES);
            if (count < 0 || count > MOST) {
                return Optional.empty();
            }
            counts.add(count);
        }
        long sum = page.getLong(slot + PageLayout.SUM_AT);
        long max = page.getLong(slot + PageLayout.MAX_AT);
        return sum < 0 || max < 0 ? Optional.empty() : Optional.of(new Value.Times(counts, sum / NANOS, max / NANOS));
    }
}
