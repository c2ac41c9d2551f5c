package io.github.batonha.actors.metrics;

import io.github.batonha.actors.api.MetricSample;
import io.github.batonha.actors.metrics.Family.Distribution;
import io.github.batonha.actors.metrics.Family.Kind;
import io.github.batonha.actors.metrics.Family.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What processes tell of themselves, as single numbers: the same series as {@code /metrics} has, without buckets and quantiles. Pure. */
public final class ApplicationSamples {

    private static final String PROCESS = "process";
    private static final String NODE = "node";

    private final Map<String, List<MetricSample>> byProcess = new HashMap<>();

    private ApplicationSamples() {}

    /**
     * One number.
     *
     * @param isTotal whether it only grows
     */
    public record Single(MetricSample sample, boolean isTotal) {}

    private interface Sink {
        void add(String name, double value, boolean isTotal);
    }

    /** By process, in the order of their names; a process that tells nothing is missing. */
    public static Map<String, List<MetricSample>> of(Observation seen) {
        var samples = new ApplicationSamples();
        ApplicationMetrics.of(seen).stream()
                .filter(family -> !family.name().startsWith("baton_"))
                .forEach(samples::add);
        samples.byProcess
                .values()
                .forEach(each -> each.sort(Comparator.comparing(MetricSample::name)
                        .thenComparing(sample -> sample.labels().toString())));
        return samples.byProcess;
    }

    /** Those of one process alone, with its own names and labels, in the order in which it tells them. */
    public static List<Single> of(Observation seen, String process) {
        var found = new ArrayList<Single>();
        var told = seen.applications().get(process);
        if (told != null) {
            for (var family : told.families()) {
                if (!family.name().startsWith("baton_")) {
                    family.points()
                            .forEach(point -> each(
                                    family.name(),
                                    family.kind(),
                                    point.value(),
                                    point.distribution(),
                                    (name, value, isTotal) -> found.add(
                                            new Single(new MetricSample(name, point.labels(), value), isTotal))));
                }
            }
        }
        return found;
    }

    private void add(Family family) {
        for (var sample : family.samples()) {
            each(
                    family.name(),
                    family.kind(),
                    sample.value(),
                    sample.distribution(),
                    (name, value, _) -> add(family, sample, name, value));
        }
    }

    /** What is no number has no form in JSON, and no mean. */
    private static void each(String name, Kind kind, double value, Optional<Distribution> measured, Sink found) {
        switch (kind) {
            case GAUGE, UNKNOWN -> finite(name, value, false, found);
            case COUNTER -> finite(name + "_total", value, true, found);
            case INFO -> finite(name + "_info", value, false, found);
            case HISTOGRAM, BUCKETS, SUMMARY ->
                measured.ifPresent(taken -> {
                    finite(name + "_count", (double) taken.count(), true, found);
                    finite(name + "_sum", taken.sum(), true, found);
                });
        }
    }

    private static void finite(String name, double value, boolean isTotal, Sink found) {
        if (Double.isFinite(value)) {
            found.add(name, value, isTotal);
        }
    }

    private void add(Family family, Sample sample, String name, double value) {
        var labels = new TreeMap<String, String>();
        for (var i = 0; i < family.labels().size(); i++) {
            if (!sample.labels().get(i).isEmpty()) {
                labels.put(family.labels().get(i), sample.labels().get(i));
            }
        }
        labels.remove(NODE);
        var process = labels.remove(PROCESS);
        if (process != null) {
            byProcess.computeIfAbsent(process, _ -> new ArrayList<>()).add(new MetricSample(name, labels, value));
        }
    }
}
