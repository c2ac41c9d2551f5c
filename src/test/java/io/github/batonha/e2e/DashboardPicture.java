package io.github.batonha.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleToLongFunction;
import java.util.regex.Pattern;

/** Draws the dashboard as SVG: its panels where they stand, with what a real Prometheus answers to their queries. It is no picture of Grafana. */
record DashboardPicture(StringBuilder svg, Prometheus prometheus, Instant from, Instant to) {
    private static final int COLUMN = 50;
    private static final int ROW = 30;
    private static final int GAP = 4;
    private static final int HEAD = 24;
    private static final int AXIS = 52;
    private static final int LEGEND = 190;
    private static final int POINTS = 80;
    private static final int MOST_IN_LEGEND = 12;
    private static final List<String> COLOURS = List.of(
            "#1f77b4", "#d62728", "#2ca02c", "#ff7f0e", "#9467bd", "#8c564b", "#e377c2", "#17becf", "#bcbd22",
            "#7f7f7f");
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{(\\w+)}}");

    /** One series: its legend, and a value for each step, NaN where there is none. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Line(String legend, double[] values) {
        double last() {
            return values[values.length - 1];
        }

        /** The last word, as of a timeline. */
        String state() {
            return legend.substring(legend.lastIndexOf(' ') + 1);
        }

        String place() {
            return legend.substring(0, Math.max(0, legend.lastIndexOf(' ')));
        }
    }

    static String of(JsonNode dashboard, Prometheus prometheus, Instant from, Instant to) throws IOException {
        var picture = new DashboardPicture(new StringBuilder(), prometheus, from, to);
        var height = 0;
        for (var panel : dashboard.path("panels")) {
            var grid = panel.path("gridPos");
            height = Math.max(height, (grid.path("y").asInt() + grid.path("h").asInt()) * ROW);
            picture.panel(panel, grid);
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="11" fill="#222">
                <rect width="100%%" height="100%%" fill="#f4f5f5"/>
                %s</svg>
                """.formatted(24 * COLUMN, height, picture.svg);
    }

    private void panel(JsonNode panel, JsonNode grid) throws IOException {
        var x = grid.path("x").asInt() * COLUMN + GAP;
        var y = grid.path("y").asInt() * ROW + GAP;
        var width = grid.path("w").asInt() * COLUMN - 2 * GAP;
        var height = grid.path("h").asInt() * ROW - 2 * GAP;
        add(
                "<g transform=\"translate(%d %d)\"><rect width=\"%d\" height=\"%d\" fill=\"#fff\" stroke=\"#d0d0d0\"/>",
                x, y, width, height);
        text(8, 16, panel.path("title").asText(), "font-weight=\"bold\"");
        var lines = new ArrayList<Line>();
        for (var target : panel.path("targets")) {
            lines.addAll(lines(target));
        }
        var form = panel.path("fieldConfig").path("defaults");
        switch (panel.path("type").asText()) {
            case "stat" -> stat(lines, form.path("mappings"), width, height);
            case "state-timeline" -> timeline(lines, width, height);
            case "timeseries" -> curves(lines, form.path("unit").asText(), width, height);
            default -> throw new AssertionError("no form for " + panel.path("type"));
        }
        svg.append("</g>\n");
    }

    private List<Line> lines(JsonNode target) throws IOException {
        var step = Math.max(1, Duration.between(from, to).toSeconds() / (POINTS - 1));
        var lines = new ArrayList<Line>();
        for (var series : prometheus.range(target.path("expr").asText(), from, to, step)) {
            var values = new double[POINTS];
            Arrays.fill(values, Double.NaN);
            for (var value : series.path("values")) {
                var at = (int) ((value.path(0).asDouble() - from.getEpochSecond()) / step);
                values[Math.clamp(at, 0, POINTS - 1)] =
                        Double.parseDouble(value.path(1).asText());
            }
            var labels = series.path("metric");
            var legend = VARIABLE.matcher(target.path("legendFormat").asText());
            var text = legend.replaceAll(found -> labels.path(found.group(1)).asText());
            lines.add(new Line(text, values));
        }
        return lines;
    }

    /** The values of now; where they are words for numbers, these. */
    private void stat(List<Line> lines, JsonNode mappings, int width, int height) {
        var shown = lines.stream().filter(line -> !Double.isNaN(line.last())).toList();
        for (var i = 0; i < shown.size(); i++) {
            var line = shown.get(i);
            var value = mappings.path(0).path("options").path(number(line.last(), ""));
            var each = width / shown.size();
            text(
                    each * i + 10,
                    height / 2 + 14,
                    value.path("text").asText(number(line.last(), "")),
                    "font-size=\"20\" fill=\"%s\"".formatted(value.path("color").asText("#1f60c4")));
            text(each * i + 10, height - 8, line.legend(), "fill=\"#666\"");
        }
    }

    /** A row for each place, with a colour for each state. */
    private void timeline(List<Line> lines, int width, int height) {
        var states = lines.stream().map(Line::state).distinct().sorted().toList();
        var places = lines.stream().map(Line::place).distinct().sorted().toList();
        var each = (height - HEAD - 18) / places.size();
        for (var line : lines) {
            var y = HEAD + each / 2 + each * places.indexOf(line.place());
            path(line, LEGEND, width - LEGEND - 8, value -> y, colour(states.indexOf(line.state())), each - 2);
        }
        for (var i = 0; i < places.size(); i++) {
            text(8, HEAD + each / 2 + each * i + 3, places.get(i), "font-size=\"9\"");
        }
        for (var i = 0; i < states.size(); i++) {
            text(8 + i * 80, height - 6, states.get(i), "fill=\"%s\"".formatted(colour(i)));
        }
    }

    private void curves(List<Line> lines, String unit, int width, int height) {
        var all = lines.stream().flatMapToDouble(line -> Arrays.stream(line.values()));
        var greatest = all.filter(Double::isFinite).max().orElse(0);
        var top = greatest > 0 ? greatest * 1.1 : 1;
        var plot = width - AXIS - LEGEND - 8;
        var floor = height - 22;
        for (var part = 0; part <= 2; part++) {
            var y = floor - (floor - HEAD) * part / 2;
            add("<path d=\"M%d %dH%d\" stroke=\"#e3e3e3\"/>", AXIS, y, AXIS + plot);
            text(AXIS - 4, y + 4, number(top * part / 2, unit), "text-anchor=\"end\" fill=\"#666\"");
        }
        text(AXIS, height - 6, "%d min ago".formatted(Duration.between(from, to).toMinutes()), "fill=\"#666\"");
        text(AXIS + plot, height - 6, "now", "text-anchor=\"end\" fill=\"#666\"");
        for (var i = 0; i < lines.size(); i++) {
            var colour = colour(i);
            path(lines.get(i), AXIS, plot, value -> Math.round(floor - (floor - HEAD) * value / top), colour, 1);
            var legend = i < MOST_IN_LEGEND ? lines.get(i).legend() : "";
            text(AXIS + plot + 10, HEAD + 10 + i * 15, legend, "font-size=\"10\" fill=\"%s\"".formatted(colour));
        }
    }

    /** With gaps where there is no value. */
    private void path(Line line, int left, int plot, DoubleToLongFunction y, String colour, int thickness) {
        var path = new StringBuilder();
        var pen = 'M';
        for (var point = 0; point < POINTS; point++) {
            var value = line.values()[point];
            if (Double.isFinite(value)) {
                var x = left + plot * point / (POINTS - 1);
                path.append(pen).append(x).append(' ').append(y.applyAsLong(value));
                path.append(pen == 'M' ? "h1" : "");
            }
            pen = Double.isFinite(value) ? 'L' : 'M';
        }
        add("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%d\"/>", path, colour, thickness);
    }

    private static String colour(int index) {
        return COLOURS.get(index % COLOURS.size());
    }

    private static String number(double value, String unit) {
        return switch (unit) {
            case "bytes" -> "%.0f MiB".formatted(value / (1 << 20));
            case "s" -> String.format(Locale.ROOT, "%.3g s", value);
            default ->
                value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.2g", value);
        };
    }

    private void text(int x, int y, String text, String attributes) {
        add(
                "<text x=\"%d\" y=\"%d\" %s>%s</text>",
                x, y, attributes, text.replace("&", "&amp;").replace("<", "&lt;"));
    }

    private void add(String form, Object... values) {
        svg.append(form.formatted(values)).append('\n');
    }
}
