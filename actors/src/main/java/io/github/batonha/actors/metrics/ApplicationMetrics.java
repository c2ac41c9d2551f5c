package io.github.batonha.actors.metrics;

import io.github.batonha.actors.metrics.Exposition.Point;
import io.github.batonha.actors.metrics.Exposition.Told;
import io.github.batonha.actors.metrics.Family.Kind;
import io.github.batonha.actors.metrics.Family.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the processes of a node tell of themselves, as one list of families: each series has the labels {@code process} and {@code node}.
 * The processes may tell anything; what can't stand beside what is there already is dropped and counted. Pure.
 */
final class ApplicationMetrics {

    /** Series of a node, over all its processes. */
    static final int MOST_SERIES = 50_000;

    private static final List<String> PROCESS = List.of("process", "group");

    private final String node;
    private final Map<String, Merged> families = new LinkedHashMap<>();

    /** Names of samples, and the family that they belong to. */
    private final Map<String, Merged> names = new HashMap<>();

    private int series;

    /** One metric, of all processes that tell it. */
    private static final class Merged {
        private final Told first;
        private final Map<Map<String, String>, Point> points = new LinkedHashMap<>();

        Merged(Told first) {
            this.first = first;
        }
    }

    private ApplicationMetrics(String node) {
        this.node = node;
    }

    static List<Family> of(Observation seen) {
        var merging = new ApplicationMetrics(seen.mon().node());
        var shown = new ArrayList<Sample>();
        var refused = new ArrayList<Sample>();
        var dropped = new ArrayList<Sample>();
        var answered = new ArrayList<Sample>();
        for (var process : seen.mon().processes()) {
            var told = seen.applications().get(process.name());
            if (told != null && !told.isEmpty()) {
                var labels = List.of(process.name(), process.group());
                var before = merging.series;
                dropped.add(new Sample(labels, told.dropped() + merging.merge(process.name(), told)));
                shown.add(new Sample(labels, merging.series - before));
                refused.add(new Sample(labels, told.refused()));
                told.answered().ifPresent(answer -> answered.add(new Sample(labels, answer ? 1 : 0)));
            }
        }
        return shown.isEmpty() ? List.of() : merging.all(answered, shown, refused, dropped);
    }

    private List<Family> all(List<Sample> answered, List<Sample> shown, List<Sample> refused, List<Sample> dropped) {
        return Stream.concat(
                        Stream.of(
                                new Family(
                                        "baton_process_metrics_up",
                                        Kind.GAUGE,
                                        "Whether the process answered with the metrics that it is defined to serve.",
                                        PROCESS,
                                        answered),
                                new Family(
                                        "baton_process_metrics_series",
                                        Kind.GAUGE,
                                        "Series that the process tells of itself.",
                                        PROCESS,
                                        shown),
                                new Family(
                                        "baton_process_metrics_refused",
                                        Kind.COUNTER,
                                        "How often the process was refused a series, for its name or for lack of room.",
                                        PROCESS,
                                        refused),
                                new Family(
                                        "baton_process_metrics_dropped",
                                        Kind.GAUGE,
                                        "Series that the process tells and that are not shown: twice, or a name of another type.",
                                        PROCESS,
                                        dropped)),
                        families.values().stream()
                                .filter(merged -> !merged.points.isEmpty())
                                .map(ApplicationMetrics::family))
                .toList();
    }

    /** How many are dropped. */
    private int merge(String process, Exposition exposition) {
        var dropped = 0;
        for (var told : exposition.families()) {
            var merged = place(told);
            for (var point : told.points()) {
                dropped += merged != null && add(merged, process, point) ? 0 : 1;
            }
        }
        return dropped;
    }

    private @Nullable Merged place(Told told) {
        var known = families.get(told.name());
        if (known != null) {
            return known.first.kind() == told.kind() ? known : null;
        }
        var claimed = names(told.name(), told.kind());
        if (told.name().startsWith("baton_") || claimed.stream().anyMatch(names::containsKey)) {
            return null;
        }
        var merged = new Merged(told);
        families.put(told.name(), merged);
        claimed.forEach(name -> names.put(name, merged));
        return merged;
    }

    private boolean add(Merged merged, String process, Point point) {
        var labels = new TreeMap<String, String>();
        point.labels().forEach((name, value) -> {
            if (!value.isEmpty()) { // which is the same as none
                labels.put(isOurs(name) ? "exported_" + name : name, value);
            }
        });
        labels.put("node", node);
        labels.put("process", process);
        if (series >= MOST_SERIES || merged.points.putIfAbsent(labels, point) != null) {
            return false;
        }
        series++;
        return true;
    }

    private static boolean isOurs(String label) {
        return label.equals("process") || label.equals("node");
    }

    /** What the samples of a family are called. */
    private static Set<String> names(String name, Kind kind) {
        var ends = switch (kind) {
            case GAUGE, UNKNOWN -> List.of("");
            case COUNTER -> List.of("", "_total");
            case HISTOGRAM, BUCKETS -> List.of("", "_bucket", "_count", "_sum");
            case SUMMARY -> List.of("", "_count", "_sum");
            case INFO -> List.of("", "_info");
        };
        var names = new HashSet<String>();
        ends.forEach(end -> names.add(name + end));
        return names;
    }

    private static Family family(Merged merged) {
        var labels = new TreeSet<String>();
        merged.points.keySet().forEach(known -> labels.addAll(known.keySet()));
        var names = List.copyOf(labels);
        var samples = new ArrayList<Sample>();
        merged.points.forEach((known, point) -> samples.add(new Sample(
                names.stream().map(name -> known.getOrDefault(name, "")).toList(),
                point.value(),
                point.distribution())));
        return new Family(merged.first.name(), merged.first.kind(), merged.first.help(), names, samples);
    }
}
