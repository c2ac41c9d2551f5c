package io.github.batonha.supervision.usage;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The straight line that fits best through a value over time.
 *
 * @param perDay how much it grows
 * @param error of that, as a standard error
 * @param now where the line is at the end of the time
 */
public record Trend(double perDay, double error, double now) {

    /** So many standard errors to each side hold the true slope in about 19 of 20 cases. */
    private static final double SURE = 2;

    private static final int FEWEST_POINTS = 8;
    private static final double FARTHEST_DAYS = 3650;

    /** A value at a time, in days. */
    public record Point(double day, double value) {}

    /**
     * When a value reaches a limit, in days from the end of the time.
     *
     * @param latest empty where the trend is not sure to get there
     */
    public record Crossing(double days, double earliest, OptionalDouble latest) {}

    /** Empty where there are too few points to say. */
    public static Optional<Trend> of(List<Point> points) {
        if (points.size() < FEWEST_POINTS) {
            return Optional.empty();
        }
        var middle = points.stream().mapToDouble(Point::day).average().orElse(0);
        var mean = points.stream().mapToDouble(Point::value).average().orElse(0);
        var spread = points.stream()
                .mapToDouble(point -> (point.day() - middle) * (point.day() - middle))
                .sum();
        if (spread <= 0) {
            return Optional.empty();
        }
        var perDay = points.stream()
                        .mapToDouble(point -> (point.day() - middle) * (point.value() - mean))
                        .sum()
                / spread;
        var left = points.stream()
                .mapToDouble(point -> point.value() - mean - perDay * (point.day() - middle))
                .map(rest -> rest * rest)
                .sum();
        var error = Math.sqrt(left / (points.size() - 2) / spread);
        return Optional.of(
                new Trend(perDay, error, mean + perDay * (points.getLast().day() - middle)));
    }

    /** Whether it grows or shrinks beyond what chance makes of it. */
    public boolean isSure() {
        return Math.abs(perDay) > SURE * error;
    }

    /** Empty where it grows by no more than chance, is beyond the limit already, or gets there in ten years or later. */
    public Optional<Crossing> crossing(double limit) {
        if (!isSure() || perDay <= 0 || now >= limit || limit <= 0) {
            return Optional.empty();
        }
        var left = limit - now;
        var days = left / perDay;
        var slowest = perDay - SURE * error;
        var latest = left / slowest;
        return days > FARTHEST_DAYS
                ? Optional.empty()
                : Optional.of(new Crossing(
                        days,
                        left / (perDay + SURE * error),
                        latest > FARTHEST_DAYS ? OptionalDouble.empty() : OptionalDouble.of(latest)));
    }
}
