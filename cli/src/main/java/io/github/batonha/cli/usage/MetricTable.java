package io.github.batonha.cli.usage;

import io.github.batonha.cli.output.Columns;
import io.github.batonha.cli.output.Samples;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** Metrics as text for people, and as CSV. Pure. */
final class MetricTable {

    /** As many digits as a person compares. */
    private static final MathContext DIGITS = new MathContext(4);

    private static final int WORDS = 3;

    private MetricTable() {}

    /** With the course of each where it is for a terminal. */
    static String of(List<MetricRow> rows, boolean withPicture) {
        var lines = new ArrayList<List<String>>();
        lines.add(List.of(
                "NODE", "PROCESS", "METRIC", "MEAN", "P95", "PEAK", "PER DAY", "", withPicture ? "COURSE" : ""));
        for (var row : rows) {
            var value = row.value();
            lines.add(List.of(
                    row.node(),
                    row.process(),
                    row.metric(),
                    number(value.mean()),
                    number(value.p95()),
                    number(value.peak()),
                    value.perDay()
                            .map(day -> (day > 0 ? "+" : "") + number(day))
                            .orElse("-"),
                    row.isRate() ? "per s" : "",
                    withPicture ? UsageTable.picture(value.parts()) : ""));
        }
        return Columns.table(lines, column -> column < WORDS || column > WORDS + 3);
    }

    private static String number(double value) {
        return Samples.number(new BigDecimal(value).round(DIGITS).doubleValue());
    }

    /** By RFC 4180. */
    static String csv(List<MetricRow> rows) {
        var text = new StringBuilder("node,process,group,metric,per_second,records,mean,p95,peak,change_per_day\n");
        for (var row : rows) {
            text.append(String.join(
                            ",",
                            UsageTable.quoted(row.node()),
                            UsageTable.quoted(row.process()),
                            UsageTable.quoted(row.group()),
                            UsageTable.quoted(row.metric()),
                            Boolean.toString(row.isRate()),
                            Long.toString(row.records()),
                            Samples.number(row.value().mean()),
                            Samples.number(row.value().p95()),
                            Samples.number(row.value().peak()),
                            row.value().perDay().map(Samples::number).orElse("")))
                    .append('\n');
        }
        return text.toString();
    }
}
