package io.github.batonha.actors.metrics;

import io.github.batonha.actors.metrics.Exposition.Point;
import io.github.batonha.actors.metrics.Exposition.Told;
import io.github.batonha.actors.metrics.Family.Distribution;
import io.github.batonha.actors.metrics.Family.Kind;
import io.github.batonha.client.metrics.MetricsPage;
import io.github.batonha.client.metrics.MetricsPage.Content;
import io.github.batonha.client.metrics.MetricsPage.Series;
import io.github.batonha.client.metrics.MetricsPage.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Metrics of the page of a process. Pure. */
public final class PageFamilies {

    private static final List<Double> BOUNDS = Stream.concat(
                    MetricsPage.bounds().stream(), Stream.of(Double.POSITIVE_INFINITY))
            .toList();

    private PageFamilies() {}

    private record Key(String name, Class<? extends Value> kind) {}

    /** In the order in which the process has asked for them. */
    public static Exposition of(Content page) {
        var byName = new LinkedHashMap<Key, Map<Map<String, String>, Value>>();
        for (var series : page.series()) {
            // Two JVMs that share a page may have taken a slot for the same one.
            byName.computeIfAbsent(key(series), _ -> new LinkedHashMap<>())
                    .merge(series.labels(), series.value(), PageFamilies::sum);
        }
        var told = new ArrayList<Told>();
        byName.forEach((key, values) -> told.addAll(told(key.name(), values)));
        return new Exposition(told, page.refused(), page.damaged());
    }

    private static Key key(Series series) {
        return new Key(series.name(), series.value().getClass());
    }

    private static Value sum(Value one, Value other) {
        return switch (one) {
            case Value.Count(var count) when other instanceof Value.Count(var more) -> new Value.Count(count + more);
            case Value.Times(var counts, var sum, var max)
            when other instanceof Value.Times(var more, var s, var m) ->
                new Value.Times(
                        IntStream.range(0, counts.size())
                                .mapToObj(i -> counts.get(i) + more.get(i))
                                .toList(),
                        sum + s,
                        Math.max(max, m));
            case Value.Count _, Value.Level _, Value.Times _ -> other;
        };
    }

    private static List<Told> told(String name, Map<Map<String, String>, Value> values) {
        var points = new ArrayList<Point>();
        var longest = new ArrayList<Point>();
        var kind = Kind.GAUGE;
        for (var entry : values.entrySet()) {
            switch (entry.getValue()) {
                case Value.Count(var count) -> {
                    kind = Kind.COUNTER;
                    points.add(new Point(entry.getKey(), count));
                }
                case Value.Level(var level) -> points.add(new Point(entry.getKey(), level));
                case Value.Times times -> {
                    kind = Kind.BUCKETS;
                    points.add(new Point(entry.getKey(), Double.NaN, Optional.of(distribution(times))));
                    longest.add(new Point(entry.getKey(), times.maxSeconds()));
                }
            }
        }
        return longest.isEmpty()
                ? List.of(new Told(name, kind, "Told by applications.", points))
                : List.of(
                        new Told(name + "_seconds", kind, "Timed by applications.", points),
                        new Told(name + "_seconds_max", Kind.GAUGE, "The longest since the process started.", longest));
    }

    private static Distribution distribution(Value.Times times) {
        return new Distribution(
                BOUNDS,
                times.counts().stream().map(Long::doubleValue).toList(),
                times.counts().stream().mapToLong(Long::longValue).sum(),
                times.sumSeconds());
    }
}
