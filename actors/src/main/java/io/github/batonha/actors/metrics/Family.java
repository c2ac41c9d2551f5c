package io.github.batonha.actors.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All samples of one metric.
 *
 * @param name by the conventions of Prometheus, without {@code _total}
 * @param help one sentence
 * @param labels their names, the same for each sample
 */
public record Family(String name, Kind kind, String help, List<String> labels, List<Sample> samples) {

    /** How a monitoring system may count with it. */
    public enum Kind {
        GAUGE,
        COUNTER,
        /** Each sample is one thing that was measured; several may have the same labels. */
        HISTOGRAM,
        /** Facts in labels; the value is 1. */
        INFO,
        /** Each sample is a {@link Distribution} over buckets. */
        BUCKETS,
        /** Each sample is a {@link Distribution} over quantiles. */
        SUMMARY,
        /** An application says no more. */
        UNKNOWN;

        /** What the name of a sample has behind that of its family. */
        String end() {
            return switch (this) {
                case COUNTER -> "_total";
                case INFO -> "_info";
                case GAUGE, HISTOGRAM, BUCKETS, SUMMARY, UNKNOWN -> "";
            };
        }
    }

    /** Seconds. A phase takes milliseconds where all is well, and as long as a process needs to stop where not. */
    private static final List<Double> BOUNDS = List.of(
            0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, Double.POSITIVE_INFINITY);

    /** Of the values of the labels, in their order. */
    public record Sample(List<String> labels, double value, Optional<Distribution> distribution) {
        public Sample {
            labels = List.copyOf(labels);
        }

        public Sample(List<String> labels, double value) {
            this(labels, value, Optional.empty());
        }
    }

    /**
     * Something that was measured many times.
     *
     * @param at upper bounds of buckets, of which the last is infinite; or quantiles
     * @param values how many each bucket has by itself; or what the quantiles are
     */
    public record Distribution(List<Double> at, List<Double> values, long count, double sum) {
        public Distribution {
            at = List.copyOf(at);
            values = List.copyOf(values);
        }
    }

    public Family {
        labels = List.copyOf(labels);
        samples = List.copyOf(samples);
    }

    /** Of a {@link Kind#HISTOGRAM}: what was measured of the same labels, in buckets. */
    Family asBuckets() {
        var byLabels = new TreeMap<String, List<Sample>>();
        for (var sample : samples) {
            byLabels.computeIfAbsent(String.join("\0", sample.labels()), _ -> new ArrayList<>())
                    .add(sample);
        }
        return new Family(
                name,
                Kind.BUCKETS,
                help,
                labels,
                byLabels.values().stream()
                        .map(same -> new Sample(same.getFirst().labels(), 0, Optional.of(distribution(same))))
                        .toList());
    }

    private static Distribution distribution(List<Sample> measured) {
        var counts = new double[BOUNDS.size()];
        for (var sample : measured) {
            var bucket = 0;
            while (sample.value() > BOUNDS.get(bucket)) {
                bucket++;
            }
            counts[bucket]++;
        }
        return new Distribution(
                BOUNDS,
                Arrays.stream(counts).boxed().toList(),
                measured.size(),
                measured.stream().mapToDouble(Sample::value).sum());
    }
}
