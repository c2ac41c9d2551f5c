package baton.cli.mon;

import static baton.cli.screen.Columns.left;

import baton.actors.api.Mon;
import baton.actors.api.ProcessDetail;
import baton.actors.api.ProcessStatus;
import baton.cli.screen.Columns;
import baton.cli.screen.Style;
import baton.cli.screen.Times;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Draws {@code mon}: a head line, then a row a process in the columns that operators know. */
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
    String draw(Mon mon, List<ProcessStatus> rows, Map<String, ProcessDetail> details, MonDetails wanted) {
        var nameWidth = rows.stream().mapToInt(row -> row.name().length() + 2).reduce(NAME_WIDTH, Math::max);
        var rule = "=".repeat(RULE_WIDTH + nameWidth - NAME_WIDTH) + "\n";
        var text = new StringBuilder(head(mon)).append('\n');
        text.append("PID     ").append(left("Process Name", nameWidth));
        text.append("Port    Status    CPU     Memory   Message\n").append(rule);
        for (var row : rows) {
            text.append(row(row, nameWidth)).append('\n');
            var detail = details.get(row.name());
            if (detail != null) {
                wanted.lines(detail)
                        .forEach(line -> text.append(DETAIL_INDENT).append(line).append('\n'));
            }
        }
        return text.append(rule).toString();
    }

    private String head(Mon mon) {
        var now = clock.instant();
        var role = mon.role().name();
        return "Started: " + Times.local(mon.startedAt(), clock)
                + " | Date: " + Times.local(now, clock)
                + " | Uptime: " + Times.span(Duration.between(mon.startedAt(), now))
                + " | Daemon: " + Style.GREEN.paint("RUNNING", isColoured)
                + " | Node: " + mon.node()
                + " | Role: " + Style.of(role).paint(role, isColoured)
                + "\n";
    }

    private String row(ProcessStatus row, int nameWidth) {
        var status = row.status().name();
        var text = left(row.pid() == null ? "-" : Long.toString(row.pid()), 8)
                + left(row.name(), nameWidth)
                + left(row.port() == null ? "-" : Integer.toString(row.port()), 8)
                + Style.of(status).paint(status, isColoured)
                + " ".repeat(Math.max(1, 10 - status.length()))
                + left(Columns.decimals(row.cpu(), 2), 8)
                + left(Columns.decimals(row.memory(), 2), 9)
                + row.message();
        return text.stripTrailing();
    }
}
