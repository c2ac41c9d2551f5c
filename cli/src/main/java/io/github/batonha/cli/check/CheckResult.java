package io.github.batonha.cli.check;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a check found.
 *
 * @param text one line
 * @param figures performance data
 * @param more further lines, for who looks closer
 */
record CheckResult(Status status, String text, List<Figure> figures, List<String> more) {

    /** The exit codes of plugins. */
    enum Status {
        OK(0, 0),
        WARNING(1, 2),
        CRITICAL(2, 3),
        UNKNOWN(3, 1);

        private final int exitCode;
        private final int severity;

        Status(int exitCode, int severity) {
            this.exitCode = exitCode;
            this.severity = severity;
        }

        int exitCode() {
            return exitCode;
        }

        Status worseOf(Status other) {
            return severity >= other.severity ? this : other;
        }
    }

    /**
     * One value of the performance data.
     *
     * @param unit as {@code c} of a counter or {@code %}; empty for a mere number
     * @param limits warning and critical range, each as it was given or empty
     */
    record Figure(String label, double value, String unit, String limits) {

        static Figure of(String label, Number value, String unit) {
            return new Figure(label, value.doubleValue(), unit, "");
        }

        private String shown() {
            return "'%s'=%s%s%s".formatted(label.replace("'", "''").replace('=', '_'), number(), unit, limits);
        }

        private String number() {
            return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
        }
    }

    CheckResult {
        figures = List.copyOf(figures);
        more = List.copyOf(more);
    }

    static CheckResult of(Status status, String text) {
        return new CheckResult(status, text, List.of(), List.of());
    }

    /** As the plugin prints it. A bar would end the text for Nagios, so none of a message is left. */
    String shown(String service) {
        var data = figures.stream().map(Figure::shown).collect(Collectors.joining(" "));
        var first =
                "BATON %s %s: %s%s".formatted(service, status, withoutBars(text), data.isEmpty() ? "" : " | " + data);
        return more.isEmpty()
                ? first
                : first + "\n" + more.stream().map(CheckResult::withoutBars).collect(Collectors.joining("\n"));
    }

    private static String withoutBars(String text) {
        return text.replace('|', '/');
    }
}
