package io.github.batonha.supervision.os;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where in a file of version 2 of HotSpot's form the counters stand. It holds as long as no counter is added to the file. */
final class JvmCounterLayout {

    private static final int MAGIC = 0xcafec0c0;
    private static final int HEAD_BYTES = 32;
    /** Of an entry, without its name and value. */
    private static final int ENTRY_BYTES = 20;

    private static final String OF_COLLECTORS = "sun.gc.";
    private static final String FREQUENCY = "sun.os.hrt.frequency";
    private static final Pattern USED = Pattern.compile("sun\\.gc\\.generation\\.\\d+\\.space\\.\\d+\\.used");
    private static final Pattern COMMITTED = Pattern.compile("sun\\.gc\\.generation\\.\\d+\\.capacity");
    private static final Pattern MOST = Pattern.compile("sun\\.gc\\.generation\\.\\d+\\.maxCapacity");
    private static final Pattern COLLECTIONS = Pattern.compile("sun\\.gc\\.collector\\.\\d+\\.invocations");
    private static final Pattern COLLECTING = Pattern.compile("sun\\.gc\\.collector\\.\\d+\\.time");

    private final int entries;
    private final int[] frequency;
    private final int[] used;
    private final int[] committed;
    private final int[] most;
    private final int[] collections;
    private final int[] collecting;
    private final int reach;

    private JvmCounterLayout(int entries, Map<String, Integer> offsets) {
        this.entries = entries;
        this.frequency = where(offsets, Pattern.compile(Pattern.quote(FREQUENCY)));
        this.used = where(offsets, USED);
        this.committed = where(offsets, COMMITTED);
        this.most = where(offsets, MOST);
        this.collections = where(offsets, COLLECTIONS);
        this.collecting = where(offsets, COLLECTING);
        this.reach = Stream.of(frequency, used, committed, most, collections, collecting)
                .flatMapToInt(Arrays::stream)
                .map(offset -> offset + Long.BYTES)
                .reduce(HEAD_BYTES, Math::max);
    }

    /** Empty where it is no such file, or one that is not filled in yet. */
    static Optional<JvmCounterLayout> of(ByteBuffer file) {
        if (!isFilledIn(file)) {
            return Optional.empty();
        }
        var offsets = new TreeMap<String, Integer>();
        var entries = file.getInt(28);
        var at = file.getInt(24);
        for (var left = entries; left > 0; left--) {
            var length = file.getInt(at);
            if (length < ENTRY_BYTES) {
                return Optional.empty(); // it would never end
            }
            var isNumber = file.getInt(at + 8) == 0 && file.get(at + 12) == 'J';
            var name = isNumber ? name(file, at + file.getInt(at + 4)) : "";
            if (name.startsWith(OF_COLLECTORS) || name.equals(FREQUENCY)) {
                offsets.put(name, at + file.getInt(at + 16));
            }
            at += length;
        }
        return Optional.of(new JvmCounterLayout(entries, offsets));
    }

    /** How many bytes of the file have to be read. */
    int reach() {
        return reach;
    }

    /** Empty where the file is not the one that this was made of, or has more counters by now. */
    Optional<JvmCounters> read(ByteBuffer file) {
        if (!isFilledIn(file) || file.getInt(28) != entries) {
            return Optional.empty();
        }
        var perSecond = frequency.length == 0 ? 1_000_000_000L : Math.max(1, sum(file, frequency));
        return Optional.of(new JvmCounters(
                sum(file, used),
                sum(file, committed),
                heapMax(file),
                sum(file, collections),
                Duration.ofMillis(sum(file, collecting) * 1000 / perSecond)));
    }

    /** Each generation of G1 may take the whole heap; with others the generations divide it. */
    private long heapMax(ByteBuffer file) {
        var isWhole = most.length > 1 && file.getLong(most[0]) == file.getLong(most[1]);
        return isWhole ? file.getLong(most[0]) : sum(file, most);
    }

    private static boolean isFilledIn(ByteBuffer file) {
        if (file.remaining() < HEAD_BYTES || file.order(ByteOrder.BIG_ENDIAN).getInt(0) != MAGIC) {
            return false;
        }
        file.order(file.get(4) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        var isAccessible = file.get(7) != 0;
        return isAccessible;
    }

    private static String name(ByteBuffer file, int from) {
        var end = from;
        while (file.get(end) != 0) {
            end++;
        }
        var bytes = new byte[end - from];
        file.get(from, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int[] where(Map<String, Integer> offsets, Pattern name) {
        return offsets.entrySet().stream()
                .filter(entry -> name.matcher(entry.getKey()).matches())
                .mapToInt(Map.Entry::getValue)
                .toArray();
    }

    private static long sum(ByteBuffer file, int[] offsets) {
        var sum = 0L;
        for (var offset : offsets) {
            sum += file.getLong(offset);
        }
        return sum;
    }
}
