package io.github.batonha.actors.metrics;

import io.github.batonha.actors.api.MetricSample;
import io.github.batonha.actors.metrics.Family.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What processes tell of themselves, as single numbers: the same series as {@code /metrics} has, without buckets and quantiles. Pure. */
public final class ApplicationSamples {

    private static final String PROCESS = "process";
    private static final String NODE = "node";

    private final Map<String, List<MetricSample>> byProcess = new HashMap<>();

    private ApplicationSamples() {}

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

    private void add(Family family) {
        for (var sample : family.samples()) {
            switch (family.kind()) {
                case GAUGE, UNKNOWN -> add(family, sample, "", sample.value());
                case COUNTER -> add(family, sample, "_total", sample.value());
                case INFO -> add(family, sample, "_info", sample.value());
                case HISTOGRAM, BUCKETS, SUMMARY ->
                    sample.distribution().ifPresent(measured -> {
                        add(family, sample, "_count", (double) measured.count());
                        add(family, sample, "_sum", measured.sum());
                    });
            }
        }
    }

    /** What is no number has no form in JSON. */
    private void add(Family family, Sample sample, String end, double value) {
        if (!Double.isFinite(value)) {
            return;
        }
        var labels = new TreeMap<String, String>();
        for (var i = 0; i < family.labels().size(); i++) {
            if (!sample.labels().get(i).isEmpty()) {
                labels.put(family.labels().get(i), sample.labels().get(i));
            }
        }
        labels.remove(NODE);
        var process = labels.remove(PROCESS);
        if (process != null) {
            byProcess
                    .computeIfAbsent(process, _ -> new ArrayList<>())
                    .add(new MetricSample(family.name() + end, labels, value));
        }
    }
}
