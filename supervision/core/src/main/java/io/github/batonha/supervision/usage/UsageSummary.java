package io.github.batonha.supervision.usage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The figures of one process, or of several together. Pure.
 *
 * @param samples how many records there are
 * @param cpu percent of one core
 * @param memory resident bytes
 * @param heap bytes in use after collections
 * @param heapMax what the JVMs were promised at last, as by {@code -Xmx}; 0 where there is none
 * @param threads the most
 * @param restarts automatic ones within the time
 */
public record UsageSummary(
        int samples, Figures cpu, Figures memory, Figures heap, long heapMax, int threads, int restarts) {

    /** So many parts of the time have a value of their own: those that a trend and a picture are made of. */
    public static final int PARTS = 32;

    private static final double MINUTES_OF_A_DAY = 24 * 60;

    /**
     * One value over the time.
     *
     * @param p95 what 95 % of the records do not exceed
     * @param peak the greatest
     * @param parts means of equal parts of the time, NaN for one without records
     */
    public record Figures(double mean, double p95, double peak, List<Double> parts, Optional<Trend> trend) {
        public Figures {
            parts = List.copyOf(parts);
        }
    }

    /** Empty where there are no records. From one minute to another. */
    public static Optional<UsageSummary> of(List<UsageRecord> records, long from, long to) {
        if (records.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new UsageSummary(
                records.size(),
                figures(records, UsageRecord::cpu, UsageRecord::cpuPeak, from, to),
                figures(records, UsageRecord::memory, UsageRecord::memoryPeak, from, to),
                figures(records, UsageRecord::heap, UsageRecord::heap, from, to),
                records.getLast().heapMax(),
                records.stream().mapToInt(UsageRecord::threads).max().orElse(0),
                restarts(records)));
    }

    /**
     * What several took together, time by time. The peak is as if theirs came together within a record.
     *
     * @param each those of one process, in the order of time
     */
    public static Optional<UsageSummary> together(Collection<List<UsageRecord>> each, long from, long to) {
        var sums = new TreeMap<Long, UsageRecord>();
        each.forEach(records -> records.forEach(record -> sums.merge(record.minute(), record, UsageRecord::with)));
        var restarts = each.stream().mapToInt(UsageSummary::restarts).sum();
        var promised = each.stream()
                .filter(records -> !records.isEmpty())
                .mapToLong(records -> records.getLast().heapMax())
                .sum();
        return of(List.copyOf(sums.values()), from, to)
                .map(all ->
                        new UsageSummary(all.samples, all.cpu, all.memory, all.heap, promised, all.threads, restarts));
    }

    /** Of a number that a process told of itself. At least one value. */
    public static Figures of(NumbersFile.Series series, long from, long to) {
        return figures(
                series.values(), NumbersFile.Value::minute, NumbersFile.Value::mean, NumbersFile.Value::peak, from, to);
    }

    private static Figures figures(
            List<UsageRecord> records,
            ToDoubleFunction<UsageRecord> mean,
            ToDoubleFunction<UsageRecord> peak,
            long from,
            long to) {
        return figures(records, UsageRecord::minute, mean, peak, from, to);
    }

    private static <R> Figures figures(
            List<R> records,
            ToLongFunction<R> minute,
            ToDoubleFunction<R> mean,
            ToDoubleFunction<R> peak,
            long from,
            long to) {
        var values = records.stream().mapToDouble(mean).sorted().toArray();
        var parts = parts(records, minute, mean, from, to);
        var width = (to - from + 1) / MINUTES_OF_A_DAY / PARTS;
        var points = new ArrayList<Trend.Point>();
        for (var i = 0; i < PARTS; i++) {
            if (!Double.isNaN(parts.get(i))) {
                points.add(new Trend.Point(i * width, parts.get(i)));
            }
        }
        return new Figures(
                Arrays.stream(values).average().orElse(0),
                values[Math.max(0, (int) Math.ceil(0.95 * values.length) - 1)],
                records.stream().mapToDouble(peak).max().orElse(0),
                parts,
                Trend.of(points));
    }

    private static <R> List<Double> parts(
            List<R> records, ToLongFunction<R> minute, ToDoubleFunction<R> value, long from, long to) {
        var sums = new double[PARTS];
        var counts = new int[PARTS];
        for (var record : records) {
            var part = Math.clamp((minute.applyAsLong(record) - from) * PARTS / (to - from + 1), 0, PARTS - 1);
            sums[part] += value.applyAsDouble(record);
            counts[part]++;
        }
        var parts = new ArrayList<Double>();
        for (var i = 0; i < PARTS; i++) {
            parts.add(counts[i] == 0 ? Double.NaN : sums[i] / counts[i]);
        }
        return parts;
    }

    /** A count that falls began anew. */
    private static int restarts(List<UsageRecord> records) {
        var sum = 0;
        for (var i = 1; i < records.size(); i++) {
            var before = records.get(i - 1).restarts();
            var now = records.get(i).restarts();
            sum += now >= before ? now - before : now;
        }
        return sum;
    }
}
