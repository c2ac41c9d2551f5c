package io.github.batonha.actors.metrics;

import io.github.batonha.actors.metrics.Family.Distribution;
import io.github.batonha.actors.metrics.Family.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a process tells of itself.
 *
 * @param refused how often it was refused a series
 * @param dropped series that it tells and that can't be shown
 */
public record Exposition(List<Told> families, long refused, int dropped) {

    /**
     * One metric of it.
     *
     * @param name without {@code _total}
     */
    public record Told(String name, Kind kind, String help, List<Point> points) {
        public Told {
            points = List.copyOf(points);
        }
    }

    /** One series of it. */
    public record Point(Map<String, String> labels, double value, Optional<Distribution> distribution) {
        public Point {
            labels = Map.copyOf(labels);
        }

        public Point(Map<String, String> labels, double value) {
            this(labels, value, Optional.empty());
        }
    }

    public Exposition {
        families = List.copyOf(families);
    }

    boolean isEmpty() {
        return families.isEmpty() && refused == 0 && dropped == 0;
    }
}
