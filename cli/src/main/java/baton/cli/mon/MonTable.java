package baton.cli.mon;

import static baton.cli.screen.Columns.left;

import baton.actors.api.ProcessDetail;
import baton.cli.agent.Json;
import baton.cli.screen.Columns;
import baton.cli.screen.Style;
import baton.cli.screen.Times;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Draws {@code mon}: a head line, then a row a process in the columns that operators know. From the answer as it came, for numbers
 * are shown and not reckoned with: to read and write again two of each row takes as long as all else of it.
 */
final class MonTable {

    private static final int NAME_WIDTH = 30;
    private static final int RULE_WIDTH = 80;
    private static final String DETAIL_INDENT = " ".repeat(8);

    private final boolean isColoured;
    private final Clock clock;

    MonTable(boolean isColoured, Clock clock) {
        this.isColoured = isColoured;
        this.clock = clock;
    }

    /** The whole screen. {@code details} go below the row of the process of that name. */
    String draw(Json mon, List<Json> rows, Map<String, ProcessDetail> details, MonDetails wanted) {
        var nameWidth = NAME_WIDTH;
        for (var row : rows) {
            nameWidth = Math.max(nameWidth, row.text("name").length() + 2);
        }
        var rule = "=".repeat(RULE_WIDTH + nameWidth - NAME_WIDTH) + "\n";
        var text = new StringBuilder(head(mon)).append('\n');
        text.append("PID     ").append(left("Process Name", nameWidth));
        text.append("Port    Status    CPU     Memory   Message\n").append(rule);
        for (var row : rows) {
            text.append(row(row, nameWidth)).append('\n');
            var detail = details.get(row.text("name"));
            if (detail != null) {
                wanted.lines(detail)
                        .forEach(line -> text.append(DETAIL_INDENT).append(line).append('\n'));
            }
        }
        return text.append(rule).toString();
    }

    private String head(Json mon) {
        var now = clock.instant();
        var startedAt = Times.parse(mon.text("startedAt"));
        var role = mon.text("role");
        return "Started: " + Times.local(startedAt, clock)
                + " | Date: " + Times.local(now, clock)
                + " | Uptime: " + Times.span(Duration.between(startedAt, now))
                + " | Daemon: " + Style.GREEN.paint("RUNNING", isColoured)
                + " | Node: " + mon.text("node")
                + " | Role: " + Style.of(role).paint(role, isColoured)
                + "\n";
    }

    private String row(Json row, int nameWidth) {
        var status = row.text("status");
        var text = left(row.findDigits("pid").orElse("-"), 8)
                + left(row.text("name"), nameWidth)
                + left(row.findDigits("port").orElse("-"), 8)
                + Style.of(status).paint(status, isColoured)
                + " ".repeat(Math.max(1, 10 - status.length()))
                + left(Columns.decimals(row.digits("cpu"), 2), 8)
                + left(Columns.decimals(row.digits("memory"), 2), 9)
                + row.text("message");
        return text.stripTrailing();
    }
}
