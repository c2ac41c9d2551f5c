package io.github.batonha.actors.metrics;

import io.github.batonha.actors.metrics.Exposition.Point;
import io.github.batonha.actors.metrics.Exposition.Told;
import io.github.batonha.actors.metrics.Family.Distribution;
import io.github.batonha.actors.metrics.Family.Kind;
import java.io.IOException;
import java.io.Serial;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads the text format of Prometheus, version 0.0.4, as a process serves it. A text that breaks its rules anywhere is refused as a whole;
 * a series that says what can't be is dropped. Pure; one for each text.
 */
final class ExpositionParser {

    static final int MOST_SERIES = 10_000;
    static final int MOST_BUCKETS = 500;

    private static final Set<String> TYPES = Set.of("counter", "gauge", "histogram", "summary", "untyped");
    private static final String HELP = "Told by applications.";
    private static final String TOTAL = "_total";
    private static final double MOST = 1L << 53;

    private final Map<String, Group> groups = new LinkedHashMap<>();
    private int series;
    private int dropped;

    /** The text breaks the rules. */
    static final class Malformed extends IOException {
        @Serial
        private static final long serialVersionUID = 1;

        Malformed(int line, String what) {
            super("line %d: %s".formatted(line, what));
        }
    }

    /** What belongs to one name. */
    private static final class Group {
        private final String type;
        private final List<Point> points = new ArrayList<>();
        private final Map<Map<String, String>, Parts> parts = new LinkedHashMap<>();

        Group(String type) {
            this.type = type;
        }

        boolean isEmpty() {
            return points.isEmpty() && parts.isEmpty();
        }
    }

    /** What the lines of one histogram or summary have said so far. */
    private static final class Parts {
        private final TreeMap<Double, Double> at = new TreeMap<>();
        private Optional<Double> sum = Optional.empty();
        private Optional<Double> count = Optional.empty();
        private boolean isWrong;
    }

    private ExpositionParser() {}

    /** @throws IOException if it is no such text */
    static Exposition parse(byte[] bytes) throws IOException {
        var parser = new ExpositionParser();
        var number = 0;
        for (var line : text(bytes).split("\n", -1)) {
            number++;
            if (line.startsWith("#")) {
                parser.comment(line, number);
            } else if (!line.isBlank()) {
                parser.sample(SampleLine.parse(line, number), number);
            }
        }
        return parser.exposition();
    }

    private static String text(byte[] bytes) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException("it is not UTF-8", e);
        }
    }

    private void comment(String line, int number) throws Malformed {
        var words = line.split("[ \t]+", 4);
        if (words.length < 2 || !words[0].equals("#") || !words[1].equals("TYPE")) {
            return;
        }
        if (words.length != 4 || !SampleLine.isName(words[2]) || !TYPES.contains(words[3])) {
            throw new Malformed(number, "a TYPE that is none");
        }
        if (groups.putIfAbsent(words[2], new Group(words[3])) != null) {
            throw new Malformed(number, "the TYPE of " + words[2] + " comes too late, or twice");
        }
    }

    private void sample(SampleLine sample, int number) throws Malformed {
        for (var end : List.of("_bucket", "_sum", "_count")) {
            var base = sample.name().endsWith(end)
                    ? groups.get(sample.name().substring(0, sample.name().length() - end.length()))
                    : null;
            if (base != null
                    && (base.type.equals("histogram") || (base.type.equals("summary") && !end.equals("_bucket")))) {
                part(base, end, sample, number);
                return;
            }
        }
        var group = groups.computeIfAbsent(sample.name(), _ -> new Group("untyped"));
        switch (group.type) {
            case "histogram" -> throw new Malformed(number, sample.name() + " is a histogram and has a value");
            case "summary" -> part(group, "", sample, number);
            default -> point(group, sample);
        }
    }

    private void point(Group group, SampleLine sample) {
        var isBelow = group.type.equals("counter") && !(sample.value() >= 0);
        if (isBelow || series >= MOST_SERIES) {
            dropped++;
        } else {
            series++;
            group.points.add(new Point(sample.labels(), sample.value()));
        }
    }

    private void part(Group group, String end, SampleLine sample, int number) throws Malformed {
        var labels = new TreeMap<>(sample.labels());
        var at = switch (end) {
            case "_bucket" -> Optional.ofNullable(labels.remove("le"));
            case "" -> Optional.ofNullable(labels.remove("quantile"));
            default -> Optional.<String>empty();
        };
        if (at.isEmpty() && (end.equals("_bucket") || end.isEmpty())) {
            throw new Malformed(number, sample.name() + " has no le or quantile");
        }
        var known = group.parts.get(labels);
        if (known == null) {
            if (series >= MOST_SERIES) {
                dropped++;
                return;
            }
            series++;
            known = new Parts();
            group.parts.put(labels, known);
        }
        add(known, end, at, sample.value(), number);
    }

    private static void add(Parts parts, String end, Optional<String> at, double value, int number) throws Malformed {
        switch (end) {
            case "_sum" -> {
                parts.isWrong |= parts.sum.isPresent();
                parts.sum = Optional.of(value);
            }
            case "_count" -> {
                parts.isWrong |= parts.count.isPresent();
                parts.count = Optional.of(value);
            }
            default -> {
                var place = SampleLine.number(at.orElse(""), number);
                parts.isWrong |=
                        Double.isNaN(place) || parts.at.put(place, value) != null || parts.at.size() > MOST_BUCKETS;
            }
        }
    }

    private Exposition exposition() {
        var families = new ArrayList<Told>();
        groups.forEach((name, group) -> {
            if (!group.isEmpty()) {
                families.add(told(name, group));
            }
        });
        return new Exposition(families, 0, dropped, Optional.of(true));
    }

    private Told told(String name, Group group) {
        return switch (group.type) {
            case "counter" ->
                name.endsWith(TOTAL) && name.length() > TOTAL.length()
                        ? new Told(name.substring(0, name.length() - TOTAL.length()), Kind.COUNTER, HELP, group.points)
                        : new Told(name, Kind.UNKNOWN, HELP, group.points);
            case "gauge" -> new Told(name, Kind.GAUGE, HELP, group.points);
            case "histogram" -> new Told(name, Kind.BUCKETS, HELP, distributions(group));
            case "summary" -> new Told(name, Kind.SUMMARY, HELP, distributions(group));
            default -> new Told(name, Kind.UNKNOWN, HELP, group.points);
        };
    }

    private List<Point> distributions(Group group) {
        var points = new ArrayList<Point>();
        group.parts.forEach((labels, parts) -> {
            var found = parts.isWrong
                    ? Optional.<Distribution>empty()
                    : group.type.equals("histogram") ? buckets(parts) : quantiles(parts);
            found.ifPresentOrElse(
                    distribution -> points.add(new Point(labels, Double.NaN, Optional.of(distribution))),
                    () -> dropped++);
        });
        return points;
    }

    private static Optional<Distribution> buckets(Parts parts) {
        var values = new ArrayList<Double>();
        var before = 0.0;
        for (var value : parts.at.values()) {
            if (!isCount(value) || value < before) {
                return Optional.empty();
            }
            values.add(value - before);
            before = value;
        }
        var all = before;
        var isWhole = !parts.at.isEmpty()
                && parts.at.lastKey() == Double.POSITIVE_INFINITY
                && parts.count.filter(count -> count != all).isEmpty();
        return isWhole
                ? Optional.of(new Distribution(
                        List.copyOf(parts.at.keySet()), values, (long) all, parts.sum.orElse(Double.NaN)))
                : Optional.empty();
    }

    private static Optional<Distribution> quantiles(Parts parts) {
        var isWhole = parts.at.keySet().stream().allMatch(at -> at >= 0 && at <= 1)
                && parts.count.filter(ExpositionParser::isCount).isPresent();
        return isWhole
                ? Optional.of(new Distribution(
                        List.copyOf(parts.at.keySet()),
                        List.copyOf(parts.at.values()),
                        parts.count.orElse(0.0).longValue(),
                        parts.sum.orElse(Double.NaN)))
                : Optional.empty();
    }

    private static boolean isCount(double value) {
        return value >= 0 && value <= MOST && value == Math.rint(value);
    }
}
