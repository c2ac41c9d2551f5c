package io.github.batonha.cli.geneos;

import io.github.batonha.cli.agent.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the Toolkit plug-in reads: a line of columns, headlines, and rows. Pure.
 *
 * @param columns the first one is the name of a row
 * @param headlines in their order
 * @param rows with a value for each column
 */
record Dataview(List<String> columns, Map<String, String> headlines, List<List<String>> rows) {

    Dataview {
        columns = List.copyOf(columns);
        headlines = new LinkedHashMap<>(headlines);
        rows = List.copyOf(rows);
        for (var row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException("%s has not as many values as %s".formatted(row, columns));
            }
        }
    }

    /** A comma and a backslash are escaped, and a line break would end the row. */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace(",", "\\,").replaceAll("\\R", " ");
    }

    String csv() {
        var text = new StringBuilder(line(columns));
        headlines.forEach((name, value) -> text.append("<!>")
                .append(escaped(name))
                .append(',')
                .append(escaped(value))
                .append('\n'));
        rows.forEach(row -> text.append(line(row)));
        return text.toString();
    }

    private static String line(List<String> values) {
        return String.join(",", values.stream().map(Dataview::escaped).toList()) + "\n";
    }

    Json json() {
        var heads = Json.empty();
        for (var headline : headlines.entrySet()) {
            heads = heads.with(headline.getKey(), new Json.Text(headline.getValue()));
        }
        var all = new ArrayList<Json>();
        for (var row : rows) {
            var fields = Json.empty();
            for (var i = 0; i < columns.size(); i++) {
                fields = fields.with(columns.get(i), new Json.Text(row.get(i)));
            }
            all.add(fields);
        }
        return Json.empty().with("headlines", heads).with("rows", new Json.Items(all));
    }
}
