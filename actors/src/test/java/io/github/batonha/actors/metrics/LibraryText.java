package io.github.batonha.actors.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The same text as {@link PrometheusText}, by the library of Prometheus: what that says is right. */
final class LibraryText {

    /** Seconds. A phase takes milliseconds where all is well, and as long as a process needs to stop where not. */
    private static final double[] BOUNDS = {
        0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, Double.POSITIVE_INFINITY
    };

    private static final ExpositionFormatWriter PLAIN = PrometheusTextFormatWriter.create();
    private static final ExpositionFormatWriter OPEN_METRICS = OpenMetricsTextFormatWriter.create();

    /** By their names and the list of values that they were made of: many families share those of a process. */
    private final Map<List<String>, Map<List<String>, Labels>> known = new HashMap<>();

    private LibraryText() {}

    /** Families in the order of their names. */
    static String of(List<Family> families, String accept) {
        var writer = OPEN_METRICS.accepts(accept) ? OPEN_METRICS : PLAIN;
        var bytes = new ByteArrayOutputStream();
        try {
            writer.write(
                    bytes,
                    new MetricSnapshots(
                            families.stream().map(new LibraryText()::snapshot).toList()),
                    EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new UncheckedIOException("not to be had in memory", e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    static String contentType(String accept) {
        return (OPEN_METRICS.accepts(accept) ? OPEN_METRICS : PLAIN).getContentType();
    }

    private MetricSnapshot snapshot(Family family) {
        return switch (family.kind()) {
            case GAUGE -> gauge(family);
            case COUNTER -> counter(family);
            case HISTOGRAM -> histogram(family);
            case INFO -> info(family);
            case BUCKETS -> buckets(family);
            case SUMMARY -> summary(family);
            case UNKNOWN -> unknown(family);
        };
    }

    private MetricSnapshot gauge(Family family) {
        var gauge = GaugeSnapshot.builder().name(family.name()).help(family.help());
        family.samples()
                .forEach(sample -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(labels(family, sample.labels()))
                        .value(sample.value())
                        .build()));
        return gauge.build();
    }

    private MetricSnapshot counter(Family family) {
        var counter = CounterSnapshot.builder().name(family.name()).help(family.help());
        family.samples()
                .forEach(sample -> counter.dataPoint(CounterDataPointSnapshot.builder()
                        .labels(labels(family, sample.labels()))
                        .value(sample.value())
                        .build()));
        return counter.build();
    }

    private MetricSnapshot info(Family family) {
        var info = InfoSnapshot.builder().name(family.name()).help(family.help());
        family.samples()
                .forEach(sample -> info.dataPoint(InfoDataPointSnapshot.builder()
                        .labels(labels(family, sample.labels()))
                        .build()));
        return info.build();
    }

    private MetricSnapshot histogram(Family family) {
        var histogram = HistogramSnapshot.builder().name(family.name()).help(family.help());
        var byLabels = new TreeMap<String, List<Family.Sample>>();
        family.samples()
                .forEach(sample -> byLabels.computeIfAbsent(String.join("\0", sample.labels()), _ -> new ArrayList<>())
                        .add(sample));
        byLabels.values().forEach(samples -> {
            var values = samples.stream().mapToDouble(Family.Sample::value).toArray();
            histogram.dataPoint(HistogramDataPointSnapshot.builder()
                    .labels(labels(family, samples.getFirst().labels()))
                    .classicHistogramBuckets(ClassicHistogramBuckets.of(BOUNDS, counts(values)))
                    .sum(Arrays.stream(values).sum())
                    .build());
        });
        return histogram.build();
    }

    private MetricSnapshot buckets(Family family) {
        var histogram = HistogramSnapshot.builder().name(family.name()).help(family.help());
        family.samples()
                .forEach(sample -> sample.distribution()
                        .ifPresent(taken -> histogram.dataPoint(HistogramDataPointSnapshot.builder()
                                .labels(labels(family, sample.labels()))
                                .classicHistogramBuckets(ClassicHistogramBuckets.of(taken.at(), taken.values()))
                                .sum(taken.sum())
                                .build())));
        return histogram.build();
    }

    private MetricSnapshot summary(Family family) {
        var summary = SummarySnapshot.builder().name(family.name()).help(family.help());
        family.samples()
                .forEach(sample -> sample.distribution()
                        .ifPresent(taken -> summary.dataPoint(SummaryDataPointSnapshot.builder()
                                .labels(labels(family, sample.labels()))
                                .quantiles(Quantiles.of(
                                        IntStream.range(0, taken.at().size())
                                                .mapToObj(i -> new Quantile(
                                                        taken.at().get(i),
                                                        taken.values().get(i)))
                                                .toList()))
                                .count(taken.count())
                                .sum(taken.sum())
                                .build())));
        return summary.build();
    }

    private MetricSnapshot unknown(Family family) {
        var unknown = UnknownSnapshot.builder().name(family.name()).help(family.help());
        family.samples()
                .forEach(sample -> unknown.dataPoint(UnknownDataPointSnapshot.builder()
                        .labels(labels(family, sample.labels()))
                        .value(sample.value())
                        .build()));
        return unknown.build();
    }

    private static long[] counts(double[] values) {
        var counts = new long[BOUNDS.length];
        for (var value : values) {
            var bucket = 0;
            while (value > BOUNDS[bucket]) {
                bucket++;
            }
            counts[bucket]++;
        }
        return counts;
    }

    private Labels labels(Family family, List<String> values) {
        return known.computeIfAbsent(family.labels(), _ -> new IdentityHashMap<>())
                .computeIfAbsent(values, _ -> Labels.of(family.labels(), values));
    }
}
