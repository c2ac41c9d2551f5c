package io.github.batonha.actors.metrics;

import io.github.batonha.actors.metrics.Family.Distribution;
import io.github.batonha.actors.metrics.Family.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The text that Prometheus reads, or that of OpenMetrics where it asks for it. It makes no objects for a sample and gives the text away in parts, so
 * that a scrape has little in hand at any moment; a test holds it to what the library of Prometheus writes. Pure.
 */
public final class PrometheusText {

    private static final String PLAIN = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final int PART_CHARACTERS = 16 * 1024;
    private static final int LONG_LINE = 1024;
    /** Below that a whole number is written without an exponent. */
    private static final double WHOLE = 1e7;

    private final boolean isOpen;
    private final Consumer<byte[]> parts;
    private final StringBuilder text = new StringBuilder(PART_CHARACTERS + LONG_LINE);

    private PrometheusText(boolean isOpen, Consumer<byte[]> parts) {
        this.isOpen = isOpen;
        this.parts = parts;
    }

    /**
     * The newest form that the client takes.
     *
     * @param accept the header of that name, empty where there is none
     */
    public static String contentType(String accept) {
        return isOpen(accept) ? OPEN : PLAIN;
    }

    /**
     * All metrics of an observation, in the form of {@link #contentType}.
     *
     * @param accept the header of that name, empty where there is none
     * @param parts is given some 16 KiB at a time, in order
     */
    public static void write(Observation seen, String accept, Consumer<byte[]> parts) {
        var writing = new PrometheusText(isOpen(accept), parts);
        Metrics.each(seen, writing::add);
        writing.end();
    }

    static void write(List<Family> families, String accept, Consumer<byte[]> parts) {
        var writing = new PrometheusText(isOpen(accept), parts);
        families.forEach(writing::add);
        writing.end();
    }

    private static boolean isOpen(String accept) {
        return accept.contains("application/openmetrics-text");
    }

    private void end() {
        if (isOpen) {
            text.append("# EOF\n");
        }
        giveAway();
    }

    private void endLine() {
        text.append('\n');
        if (text.length() >= PART_CHARACTERS) {
            giveAway();
        }
    }

    private void giveAway() {
        parts.accept(text.toString().getBytes(StandardCharsets.UTF_8));
        text.setLength(0);
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
                text.append('1');
            } else {
                number(sample.value());
            }
            endLine();
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
            endLine();
        }
        series(family.name() + "_count", family, order, labels);
        text.append(isSummary ? taken.count() : count);
        endLine();
        if (!Double.isNaN(taken.sum())) {
            series(family.name() + "_sum", family, order, labels);
            number(taken.sum());
            endLine();
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
