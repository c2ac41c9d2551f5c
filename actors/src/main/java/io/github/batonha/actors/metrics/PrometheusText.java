package io.github.batonha.actors.metrics;

import io.github.batonha.actors.metrics.Family.Distribution;
import io.github.batonha.actors.metrics.Family.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The text that Prometheus reads, or that of OpenMetrics where it asks for it. It makes no objects for a sample, so that a scrape leaves little to
 * collect; a test holds it to what the library of Prometheus writes. Pure.
 */
public final class PrometheusText {

    private static final String PLAIN = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final int USUAL_CHARACTERS = 64 * 1024;
    /** Below that a whole number is written without an exponent. */
    private static final double WHOLE = 1e7;

    private final boolean isOpen;
    private final StringBuilder text = new StringBuilder(USUAL_CHARACTERS);

    private PrometheusText(boolean isOpen) {
        this.isOpen = isOpen;
    }

    /** A text and what it is. */
    @SuppressWarnings("ArrayRecordComponent") // handed over: nobody keeps or compares it
    public record Rendered(String contentType, byte[] bytes) {}

    /**
     * All metrics of an observation, in the newest form that the client takes.
     *
     * @param accept the header of that name, empty where there is none
     */
    public static Rendered of(Observation seen, String accept) {
        var rendering = new PrometheusText(accept.contains("application/openmetrics-text"));
        Metrics.each(seen, rendering::add);
        return rendering.rendered();
    }

    static Rendered of(List<Family> families, String accept) {
        var rendering = new PrometheusText(accept.contains("application/openmetrics-text"));
        families.forEach(rendering::add);
        return rendering.rendered();
    }

    private Rendered rendered() {
        if (isOpen) {
            text.append("# EOF\n");
        }
        return new Rendered(isOpen ? OPEN : PLAIN, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void add(Family family) {
        if (family.samples().isEmpty()) {
            return;
        }
        head(family);
        var order = IntStream.range(0, family.labels().size())
                .boxed()
                .sorted(Comparator.comparing(family.labels()::get))
                .mapToInt(Integer::intValue)
                .toArray();
        switch (family.kind()) {
            case GAUGE, UNKNOWN, COUNTER, INFO -> single(family, order);
            case HISTOGRAM -> distributions(family.asBuckets(), order);
            case BUCKETS, SUMMARY -> distributions(family, order);
        }
    }

    /** In the plain form each name of a sample is a metric of its own. */
    private void head(Family family) {
        var name = isOpen ? family.name() : family.name() + family.kind().end();
        if (isOpen) {
            type(name, family.kind());
        }
        if (!family.help().isEmpty()) {
            text.append("# HELP ").append(name).append(' ');
            escaped(family.help(), isOpen);
            text.append('\n');
        }
        if (!isOpen) {
            type(name, family.kind());
        }
    }

    private void type(String name, Kind kind) {
        text.append("# TYPE ").append(name).append(' ').append(type(kind)).append('\n');
    }

    private String type(Kind kind) {
        return switch (kind) {
            case GAUGE -> "gauge";
            case COUNTER -> "counter";
            case HISTOGRAM, BUCKETS -> "histogram";
            case SUMMARY -> "summary";
            case INFO -> isOpen ? "info" : "gauge";
            case UNKNOWN -> isOpen ? "unknown" : "untyped";
        };
    }

    private void single(Family family, int[] order) {
        var name = family.name() + family.kind().end();
        for (var sample : family.samples()) {
            series(name, family, order, sample.labels());
            if (family.kind() == Kind.INFO) {
                text.append("1\n");
            } else {
                number(sample.value());
                text.append('\n');
            }
        }
    }

    private void distributions(Family family, int[] order) {
        for (var sample : family.samples()) {
            sample.distribution().ifPresent(taken -> distribution(family, order, sample.labels(), taken));
        }
    }

    private void distribution(Family family, int[] order, List<String> labels, Distribution taken) {
        var isSummary = family.kind() == Kind.SUMMARY;
        var count = 0L;
        for (var i = 0; i < taken.at().size(); i++) {
            var value = taken.values().get(i);
            labels(
                    isSummary ? family.name() : family.name() + "_bucket",
                    family,
                    order,
                    labels,
                    Optional.of(isSummary ? "quantile" : "le"),
                    taken.at().get(i));
            if (isSummary) {
                number(value);
            } else {
                count += value.longValue();
                text.append(count);
            }
            text.append('\n');
        }
        series(family.name() + "_count", family, order, labels);
        text.append(isSummary ? taken.count() : count).append('\n');
        if (!Double.isNaN(taken.sum())) {
            series(family.name() + "_sum", family, order, labels);
            number(taken.sum());
            text.append('\n');
        }
    }

    private void series(String name, Family family, int[] order, List<String> values) {
        labels(name, family, order, values, Optional.empty(), 0);
    }

    /** In the order of their names, the one of a bucket or quantile last. */
    private void labels(
            String name, Family family, int[] order, List<String> values, Optional<String> place, double at) {
        text.append(name);
        var before = '{';
        for (var label : order) {
            text.append(before).append(family.labels().get(label)).append("=\"");
            escaped(values.get(label), true);
            text.append('"');
            before = ',';
        }
        if (place.isPresent()) {
            text.append(before).append(place.get()).append("=\"");
            number(at);
            text.append('"');
            before = ',';
        }
        text.append(before == ',' ? "} " : " ");
    }

    private void escaped(String value, boolean withQuotes) {
        var from = 0;
        for (var i = 0; i < value.length(); i++) {
            var escaped = switch (value.charAt(i)) {
                case '\\' -> "\\\\";
                case '\n' -> "\\n";
                case '"' -> withQuotes ? "\\\"" : "";
                default -> "";
            };
            if (!escaped.isEmpty()) {
                text.append(value, from, i).append(escaped);
                from = i + 1;
            }
        }
        text.append(value, from, value.length());
    }

    private void number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < WHOLE && (value != 0 || 1 / value > 0)) {
            text.append((long) value).append(".0");
        } else if (Double.isInfinite(value)) {
            text.append(value > 0 ? "+Inf" : "-Inf");
        } else {
            text.append(value);
        }
    }
}
