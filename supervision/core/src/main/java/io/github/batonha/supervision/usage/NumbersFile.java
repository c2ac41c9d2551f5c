package io.github.batonha.supervision.usage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a process told of itself, in a file of a fixed size of 253 KiB beside its {@link UsageFile}: a value each 15 minutes for two days, and
 * one each 4 hours for 90 days. It has room for 40 series. A new one takes the place of that which was told longest ago, if that is
 * more than a day. One thread at a time writes.
 */
public final class NumbersFile {

    static final Ring QUARTERS;
    static final Ring LONG;
    static final int FILE_BYTES;

    private static final int HEAD_BYTES = 64;
    private static final long MAGIC = 0x4241_544f_4e4e_5531L; // BATONNU1
    private static final int QUARTERS_OF_A_LONG = 16;
    private static final long A_DAY = 24 * 60;
    private static final long AN_HOUR = 60;

    static {
        var offset = HEAD_BYTES + NumbersRecord.COLUMNS * NumbersColumn.BYTES;
        QUARTERS = new Ring(15, 2 * 24 * 4, offset, NumbersRecord.BYTES);
        LONG = new Ring(15 * QUARTERS_OF_A_LONG, 90 * 6, QUARTERS.end(), NumbersRecord.BYTES);
        FILE_BYTES = LONG.end();
    }

    private final Path path;
    private final List<NumbersColumn> columns = new ArrayList<>();

    /** Minutes of the quarter of an hour that goes on: how many each column has. */
    private final int[] minutes = new int[NumbersRecord.COLUMNS];

    private NumbersRecord quarter = NumbersRecord.empty(0);

    /**
     * One number of a minute.
     *
     * @param series name and labels
     * @param isRate whether the value is per second
     */
    public record Told(String series, boolean isRate, double value) {}

    /**
     * What is kept of one series.
     *
     * @param values in the order of time; one that was not told in a time has none
     */
    public record Series(String name, boolean isRate, List<Value> values) {
        public Series {
            values = List.copyOf(values);
        }
    }

    /** A series over some minutes, of which the first is named. */
    public record Value(long minute, double mean, double peak) {}

    public NumbersFile(Path path) {
        this.path = path;
    }

    /**
     * Writes the quarter of an hour that a minute is in, and the longer time.
     *
     * @return how many numbers there is no room for
     */
    public int write(long minute, Collection<Told> numbers) throws IOException {
        try (var channel = FixedFile.open(path, FILE_BYTES, head())) {
            begin(channel, QUARTERS.slot(minute));
            var refused = 0;
            var places = places();
            for (var told : numbers) {
                var column = column(channel, told, minute, places);
                if (column.isPresent()) {
                    add(column.get(), (float) told.value());
                } else {
                    refused++;
                }
            }
            quarter = new NumbersRecord(quarter.minute(), quarter.samples() + 1, quarter.means(), quarter.peaks());
            FixedFile.write(channel, quarter.bytes(), QUARTERS.position(quarter.minute()));
            writeLong(channel, LONG.slot(minute));
            return refused;
        }
    }

    private static ByteBuffer head() {
        return ByteBuffer.allocate(HEAD_BYTES).putLong(0, MAGIC);
    }

    /** Goes on where a former agent ended, and begins anew where another quarter of an hour begins. */
    private void begin(FileChannel channel, long slot) throws IOException {
        if (columns.isEmpty()) {
            columns.addAll(columns(FixedFile.read(channel, 0, QUARTERS.offset())));
            var bytes = FixedFile.read(channel, QUARTERS.position(slot), NumbersRecord.BYTES);
            NumbersRecord.read(bytes, 0, slot).ifPresent(known -> {
                quarter = known;
                for (var column = 0; column < minutes.length; column++) {
                    minutes[column] = known.has(column) ? known.samples() : 0;
                }
            });
        }
        if (quarter.minute() != slot) {
            quarter = NumbersRecord.empty(slot);
            Arrays.fill(minutes, 0);
        }
    }

    private static List<NumbersColumn> columns(ByteBuffer head) {
        return IntStream.range(0, NumbersRecord.COLUMNS)
                .mapToObj(column -> NumbersColumn.read(head, HEAD_BYTES + column * NumbersColumn.BYTES))
                .toList();
    }

    private Map<String, Integer> places() {
        var places = new HashMap<String, Integer>();
        for (var column = 0; column < columns.size(); column++) {
            if (!columns.get(column).isFree()) {
                places.put(columns.get(column).series(), column);
            }
        }
        return places;
    }

    private Optional<Integer> column(FileChannel channel, Told told, long minute, Map<String, Integer> places)
            throws IOException {
        var known = places.get(told.series());
        if (known != null) {
            if (minute - columns.get(known).seen() >= AN_HOUR) {
                set(channel, known, columns.get(known).seenAt(minute));
            }
            return Optional.of(known);
        }
        var free = NumbersColumn.name(told.series()).flatMap(_ -> free(minute));
        if (free.isPresent()) {
            places.remove(columns.get(free.get()).series());
            places.put(told.series(), free.get());
            quarter.forget(free.get());
            minutes[free.get()] = 0;
            set(channel, free.get(), new NumbersColumn(told.series(), told.isRate(), minute, minute));
        }
        return free;
    }

    private Optional<Integer> free(long minute) {
        var oldest = 0;
        for (var column = 0; column < columns.size(); column++) {
            if (columns.get(column).isFree()) {
                return Optional.of(column);
            }
            if (columns.get(column).seen() < columns.get(oldest).seen()) {
                oldest = column;
            }
        }
        return minute - columns.get(oldest).seen() > A_DAY ? Optional.of(oldest) : Optional.empty();
    }

    private void set(FileChannel channel, int column, NumbersColumn to) throws IOException {
        FixedFile.write(channel, to.bytes(), HEAD_BYTES + (long) column * NumbersColumn.BYTES);
        columns.set(column, to);
    }

    private void add(int column, float value) {
        var before = minutes[column]++;
        var means = quarter.means();
        var peaks = quarter.peaks();
        means[column] = before == 0 ? value : (means[column] * before + value) / (before + 1);
        peaks[column] = before == 0 ? value : Math.max(peaks[column], value);
    }

    /** From its quarters of an hour, which stand beside each other. A column that had another series before begins in the middle. */
    private void writeLong(FileChannel channel, long slot) throws IOException {
        var bytes = FixedFile.read(channel, QUARTERS.position(slot), QUARTERS_OF_A_LONG * NumbersRecord.BYTES);
        var quarters = new ArrayList<NumbersRecord>();
        for (var i = 0; i < QUARTERS_OF_A_LONG; i++) {
            NumbersRecord.read(bytes, i * NumbersRecord.BYTES, slot + (long) i * QUARTERS.minutes())
                    .ifPresent(quarters::add);
        }
        for (var record : quarters) {
            for (var column = 0; column < columns.size(); column++) {
                if (record.minute() < QUARTERS.slot(columns.get(column).since())) {
                    record.forget(column);
                }
            }
        }
        FixedFile.write(channel, NumbersRecord.merged(slot, quarters).bytes(), LONG.position(slot));
    }

    /** All series that were told from one minute to another, in the order of their names; none where there is no file, or none of ours. */
    public List<Series> read(long from, long to) throws IOException {
        var bytes = FixedFile.read(path, FILE_BYTES, head(), 0, FILE_BYTES);
        if (bytes.isEmpty()) {
            return List.of();
        }
        var ring = ring(from, to);
        var records = ring.read(from, to, (minute, at) -> NumbersRecord.read(bytes.get(), ring.offset() + at, minute));
        var columns = columns(bytes.get());
        return IntStream.range(0, columns.size())
                .mapToObj(column -> series(columns.get(column), column, ring, records))
                .filter(series -> !series.values().isEmpty())
                .sorted(Comparator.comparing(Series::name))
                .toList();
    }

    private static Series series(NumbersColumn of, int column, Ring ring, List<NumbersRecord> records) {
        var since = ring.slot(of.since());
        return new Series(
                of.series(),
                of.isRate(),
                of.isFree()
                        ? List.of()
                        : records.stream()
                                .filter(record -> record.has(column) && record.minute() >= since)
                                .map(record ->
                                        new Value(record.minute(), record.means()[column], record.peaks()[column]))
                                .toList());
    }

    /** How many minutes a value of that time is for. */
    public static int step(long from, long to) {
        return ring(from, to).minutes();
    }

    private static Ring ring(long from, long to) {
        return to - from < QUARTERS.reach() ? QUARTERS : LONG;
    }
}
