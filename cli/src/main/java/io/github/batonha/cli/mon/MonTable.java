package io.github.batonha.cli.mon;

import static io.github.batonha.cli.output.Columns.left;

import io.github.batonha.actors.api.ProcessDetail;
import io.github.batonha.actors.api.Totals;
import io.github.batonha.cli.agent.Answers;
import io.github.batonha.cli.agent.Json;
import io.github.batonha.cli.output.Columns;
import io.github.batonha.cli.output.Fit;
import io.github.batonha.cli.output.Style;
import io.github.batonha.cli.output.Times;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Draws {@code mon}: a head line, then a row a process in the columns that operators know. From the answer as it came, for numbers
 * are shown and not reckoned with: to read and write again two of each row takes as long as all else of it.
 */
final class MonTable {

    private static final int NAME_WIDTH = 30;
    private static final int RULE_WIDTH = 80;
    private static final int STATUS_WIDTH = 10;
    private static final int PORT_WIDTH = 8;
    private static final int PID_WIDTH = 8;
    private static final int CPU_WIDTH = 8;
    private static final int MEMORY_WIDTH = 9;
    /** So much of a message is shown before columns are. */
    private static final int MESSAGE_WIDTH = 20;

    private static final String TITLE_OF_MESSAGES = "Message";
    private static final int NARROWEST_NAME = 24;
    private static final String DETAIL_INDENT = " ".repeat(8);

    private final boolean isColoured;
    private final int width;
    private final Clock clock;

    /**
     * For lines of at most {@code width}: memory, CPU, port and PID are left out, in this order, as it takes; then names are cut, then
     * messages.
     */
    MonTable(boolean isColoured, int width, Clock clock) {
        this.isColoured = isColoured;
        this.width = width;
        this.clock = clock;
    }

    /** Which columns there is room for. */
    private record Shown(boolean memory, boolean cpu, boolean port, boolean pid, int nameWidth) {

        int beforeMessage() {
            return (pid ? PID_WIDTH : 0)
                    + nameWidth
                    + (port ? PORT_WIDTH : 0)
                    + STATUS_WIDTH
                    + (cpu ? CPU_WIDTH : 0)
                    + (memory ? MEMORY_WIDTH : 0);
        }
    }

    /** The whole screen. {@code details} and what is {@code measured} go below the row of the process of that name. */
    String draw(
            Json mon, List<Json> rows, Map<String, ProcessDetail> details, MonDetails wanted, AgentMetrics measured) {
        var shown = shown(rows);
        var rule = "=".repeat(Math.min(width, RULE_WIDTH + shown.nameWidth() - NAME_WIDTH)) + "\n";
        var text = new StringBuilder(head(mon)).append('\n');
        mon.find("warning")
                .map(found -> mon.text("warning"))
                .filter(warning -> !warning.isEmpty())
                .ifPresent(warning -> text.append(Fit.wrapped("Warning: " + warning + ".\n\n", width)));
        text.append(titles(shown)).append('\n').append(rule);
        for (var row : rows) {
            text.append(row(row, shown)).append('\n');
            var name = row.text("name");
            var detail = details.get(name);
            if (detail != null) {
                appendDetails(text, wanted.lines(detail));
            }
            appendDetails(text, measured.lines(name));
        }
        text.append(rule);
        Answers.totals(mon).ifPresent(totals -> text.append(total(totals, shown)));
        if (wanted.isOfResources()) {
            appendDetails(text, ResourceLines.total(List.copyOf(details.values())));
        }
        appendDetails(text, measured.lines());
        return Fit.lines(text.toString(), width);
    }

    private static void appendDetails(StringBuilder text, List<String> lines) {
        lines.forEach(line -> text.append(DETAIL_INDENT).append(line).append('\n'));
    }

    private static String total(Totals totals, Shown shown) {
        var text = " ".repeat(shown.pid() ? PID_WIDTH : 0)
                + left("Total: " + totals.running() + " of " + totals.processes() + " run", shown.nameWidth())
                + " ".repeat((shown.port() ? PORT_WIDTH : 0) + STATUS_WIDTH)
                + (shown.cpu() ? left(Columns.decimals(totals.cpu(), 2), CPU_WIDTH) : "")
                + (shown.memory() ? left(Columns.decimals(totals.memory(), 2), MEMORY_WIDTH) : "")
                + (totals.unwell() == 0 ? "" : "not healthy: " + totals.unwell());
        return text.stripTrailing() + "\n";
    }

    private Shown shown(List<Json> rows) {
        var longest = NAME_WIDTH;
        var message = TITLE_OF_MESSAGES.length();
        for (var row : rows) {
            longest = Math.max(longest, row.text("name").length() + 2);
            message = Math.max(message, row.text("message").length());
        }
        var room = width == Integer.MAX_VALUE ? width : width - Math.min(message, MESSAGE_WIDTH);
        var shown = new Shown(true, true, true, true, longest);
        if (shown.beforeMessage() > room) {
            shown = new Shown(false, true, true, true, longest);
        }
        if (shown.beforeMessage() > room) {
            shown = new Shown(false, false, true, true, longest);
        }
        if (shown.beforeMessage() > room) {
            shown = new Shown(false, false, false, true, longest);
        }
        if (shown.beforeMessage() > room) {
            shown = new Shown(false, false, false, false, longest);
        }
        var over = shown.beforeMessage() - room;
        return over <= 0 ? shown : new Shown(false, false, false, false, Math.max(NARROWEST_NAME, longest - over));
    }

    private static String titles(Shown shown) {
        return ((shown.pid() ? left("PID", PID_WIDTH) : "")
                        + left("Process Name", shown.nameWidth())
                        + (shown.port() ? left("Port", PORT_WIDTH) : "")
                        + left("Status", STATUS_WIDTH)
                        + (shown.cpu() ? left("CPU", CPU_WIDTH) : "")
                        + (shown.memory() ? left("Memory", MEMORY_WIDTH) : "")
                        + TITLE_OF_MESSAGES)
                .stripTrailing();
    }

    /** What does not fit is left out from the left; node and role stay. */
    private String head(Json mon) {
        var now = clock.instant();
        var startedAt = Instant.parse(mon.text("startedAt"));
        var role = mon.text("role");
        var parts = new ArrayList<>(List.of(
                "Started: " + Times.local(startedAt, clock) + " | ",
                "Date: " + Times.local(now, clock) + " | ",
                "Uptime: " + Times.span(Duration.between(startedAt, now)) + " | ",
                "Daemon: RUNNING | "));
        var tail = "Node: " + mon.text("node") + " | Role: ";
        var line = String.join("", parts);
        while (!parts.isEmpty() && line.length() + tail.length() + role.length() > width) {
            parts.removeFirst();
            line = String.join("", parts);
        }
        return line.replace("RUNNING", Style.GREEN.paint("RUNNING", isColoured))
                + tail
                + Style.of(role).paint(role, isColoured)
                + "\n";
    }

    private String row(Json row, Shown shown) {
        var status = row.text("status");
        var text = (shown.pid() ? left(row.findDigits("pid").orElse("-"), PID_WIDTH) : "")
                + left(Fit.cut(row.text("name"), shown.nameWidth() - 1), shown.nameWidth())
                + (shown.port() ? left(row.findDigits("port").orElse("-"), PORT_WIDTH) : "")
                + Style.of(status).paint(status, isColoured)
                + " ".repeat(Math.max(1, STATUS_WIDTH - status.length()))
                + (shown.cpu() ? left(Columns.decimals(row.digits("cpu"), 2), CPU_WIDTH) : "")
                + (shown.memory() ? left(Columns.decimals(row.digits("memory"), 2), MEMORY_WIDTH) : "")
                + row.text("message");
        return text.stripTrailing();
    }
}
