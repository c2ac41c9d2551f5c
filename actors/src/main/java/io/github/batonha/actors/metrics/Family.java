package io.github.batonha.actors.metrics;

import java.util.List;

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
        INFO
    }

    /** Of the values of the labels, in their order. */
    public record Sample(List<String> labels, double value) {
        public Sample {
            labels = List.copyOf(labels);
        }
    }

    public Family {
        labels = List.copyOf(labels);
        samples = List.copyOf(samples);
    }
}
