package io.github.batonha.actors.metrics;

import io.github.batonha.actors.api.MetricSample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** All metrics of an observation as single numbers, for clients that do not read the forms of Prometheus. Pure. */
public final class Samples {

    private Samples() {}

    /** As {@code /metrics} names them. What was measured many times is told by its count and its sum; what is not known is left out. */
    public static List<MetricSample> of(Observation seen) {
        var samples = new ArrayList<MetricSample>();
        Metrics.each(seen, family -> add(family, samples));
        return samples;
    }

    private static void add(Family family, List<MetricSample> samples) {
        var isMeasured = family.kind() == Family.Kind.HISTOGRAM;
        for (var sample : (isMeasured ? family.asBuckets() : family).samples()) {
            var labels = new HashMap<String, String>();
            for (var i = 0; i < family.labels().size(); i++) {
                labels.put(family.labels().get(i), sample.labels().get(i));
            }
            sample.distribution()
                    .ifPresentOrElse(
                            many -> {
                                samples.add(new MetricSample(family.name() + "_count", labels, many.count()));
                                samples.add(new MetricSample(family.name() + "_sum", labels, many.sum()));
                            },
                            () -> samples.add(new MetricSample(
                                    family.name() + family.kind().end(), labels, sample.value())));
        }
        samples.removeIf(sample -> !Double.isFinite(sample.value()));
    }
}
