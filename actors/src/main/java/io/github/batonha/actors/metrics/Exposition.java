package io.github.batonha.actors.metrics;

import io.github.batonha.actors.metrics.Family.Distribution;
import io.github.batonha.actors.metrics.Family.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a process tells of itself.
 *
 * @param refused how often it was refused a series
 * @param dropped series that it tells and that can't be shown
 * @param answered whether it answered; empty where its definition has no {@code <metrics>}
 */
public record Exposition(List<Told> families, long refused, int dropped, Optional<Boolean> answered) {

    /** Of a process that is defined to serve some and that does not. */
    public static final Exposition SILENT = new Exposition(List.of(), 0, 0, Optional.of(false));

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

    /** Of a process that serves nothing. */
    public Exposition(List<Told> families, long refused, int dropped) {
        this(families, refused, dropped, Optional.empty());
    }

    /** Both of them; the other one's answer counts. */
    public Exposition and(Exposition other) {
        return new Exposition(
                Stream.concat(families.stream(), other.families.stream()).toList(),
                refused + other.refused,
                dropped + other.dropped,
                other.answered);
    }

    boolean isEmpty() {
        return families.isEmpty() && refused == 0 && dropped == 0 && answered.isEmpty();
    }
}
