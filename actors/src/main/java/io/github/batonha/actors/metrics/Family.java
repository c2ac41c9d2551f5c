package io.github.batonha.actors.metrics;

import java.util.List;
import java.util.Optional;

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
        UNKNOWN
    }

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
}
