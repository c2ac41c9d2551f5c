package io.github.batonha.supervision.os;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What HotSpot counts in the file that {@code jps} and {@code jstat} read, {@code /tmp/hsperfdata_USER/PID}: read without
 * asking the JVM, so also of one that hangs. Heap use is that of the last collection.
 *
 * @param heapUsed bytes
 * @param heapCommitted bytes that the JVM has of the host
 * @param heapMax bytes that it may take, as by {@code -Xmx}
 * @param collections of all collectors
 * @param collecting time spent in them
 */
public record JvmCounters(long heapUsed, long heapCommitted, long heapMax, long collections, Duration collecting) {

    private static final int MAGIC = 0xcafec0c0;
    private static final int MOST_BYTES = 1 << 20;
    private static final int HEAD_BYTES = 32;
    /** Of an entry, without its name and value. */
    private static final int ENTRY_BYTES = 20;

    private static final Pattern USED = Pattern.compile("sun\\.gc\\.generation\\.\\d+\\.space\\.\\d+\\.used");
    private static final Pattern COMMITTED = Pattern.compile("sun\\.gc\\.generation\\.\\d+\\.capacity");
    private static final Pattern MOST = Pattern.compile("sun\\.gc\\.generation\\.\\d+\\.maxCapacity");
    private static final Pattern COLLECTIONS = Pattern.compile("sun\\.gc\\.collector\\.\\d+\\.invocations");
    private static final Pattern COLLECTING = Pattern.compile("sun\\.gc\\.collector\\.\\d+\\.time");

    /**
     * Empty where it is no JVM, or one with {@code -XX:-UsePerfData} or a /tmp of its own. Everybody may write to /tmp: a file counts
     * only if the user of the process owns it. Blocks on small files.
     */
    public static Optional<JvmCounters> of(long pid) {
        return of(pid, Path.of("/tmp"));
    }

    static Optional<JvmCounters> of(long pid, Path temporary) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, "hsperfdata_*")) {
            for (var folder : folders) {
                var file = folder.resolve(Long.toString(pid));
                if (Files.isRegularFile(file, NOFOLLOW_LINKS) && isOfOneUser(file, pid)) {
                    return read(file).flatMap(JvmCounters::parse).map(JvmCounters::of);
                }
            }
        } catch (IOException | RuntimeException goneOrHalfWritten) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean isOfOneUser(Path file, long pid) throws IOException {
        return Files.getAttribute(file, "unix:uid", NOFOLLOW_LINKS)
                .equals(Files.getAttribute(Path.of("/proc", Long.toString(pid)), "unix:uid"));
    }

    /** Nothing where it is too long, also if it has grown meanwhile. */
    private static Optional<ByteBuffer> read(Path file) throws IOException {
        try (var in = Files.newInputStream(file, NOFOLLOW_LINKS)) {
            var bytes = in.readNBytes(MOST_BYTES + 1);
            return bytes.length > MOST_BYTES ? Optional.empty() : Optional.of(ByteBuffer.wrap(bytes));
        }
    }

    private static JvmCounters of(Map<String, Long> counters) {
        var frequency = Math.max(1, counters.getOrDefault("sun.os.hrt.frequency", 1_000_000_000L));
        return new JvmCounters(
                sum(counters, USED),
                sum(counters, COMMITTED),
                heapMax(counters),
                sum(counters, COLLECTIONS),
                Duration.ofMillis(sum(counters, COLLECTING) * 1000 / frequency));
    }

    /** Each generation of G1 may take the whole heap; with others the generations divide it. */
    private static long heapMax(Map<String, Long> counters) {
        var most = counters.entrySet().stream()
                .filter(entry -> MOST.matcher(entry.getKey()).matches())
                .mapToLong(Map.Entry::getValue)
                .toArray();
        var isWhole = most.length > 1 && most[0] == most[1];
        return isWhole ? most[0] : sum(counters, MOST);
    }

    private static long sum(Map<String, Long> counters, Pattern name) {
        return counters.entrySet().stream()
                .filter(entry -> name.matcher(entry.getKey()).matches())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** The numbers in a file of version 2 of the form; nothing where it is none, or is not filled in yet. */
    static Optional<Map<String, Long>> parse(ByteBuffer file) {
        if (file.remaining() < HEAD_BYTES || file.getInt(0) != MAGIC) {
            return Optional.empty();
        }
        file.order(file.get(4) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        var isAccessible = file.get(7) != 0;
        if (!isAccessible) {
            return Optional.empty();
        }
        var counters = new HashMap<String, Long>();
        var at = file.getInt(24);
        for (var left = file.getInt(28); left > 0; left--) {
            var length = file.getInt(at);
            if (length < ENTRY_BYTES) {
                return Optional.empty(); // it would never end
            }
            var isNumber = file.getInt(at + 8) == 0 && file.get(at + 12) == 'J';
            if (isNumber) {
                counters.put(name(file, at + file.getInt(at + 4)), file.getLong(at + file.getInt(at + 16)));
            }
            at += length;
        }
        return Optional.of(counters);
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
}
