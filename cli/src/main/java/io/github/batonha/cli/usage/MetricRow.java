package io.github.batonha.cli.usage;

import io.github.batonha.cli.agent.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * A series that a process told of itself.
 *
 * @param metric its name and labels
 * @param isRate whether its values are per second
 * @param json as the agent sent it, with the facts of its node
 */
record MetricRow(
        String node,
        String process,
        String group,
        String metric,
        boolean isRate,
        long records,
        UsageRow.Figures value,
        Json json) {

    static List<MetricRow> of(Json report) {
        var rows = new ArrayList<MetricRow>();
        for (var row : report.items("metrics")) {
            rows.add(new MetricRow(
                    report.text("node"),
                    row.text("process"),
                    row.text("group"),
                    row.text("metric"),
                    row.flag("rate"),
                    row.number("records"),
                    UsageRow.Figures.of(row.get("value")),
                    UsageRow.withNode(report, row)));
        }
        return rows;
    }
}
