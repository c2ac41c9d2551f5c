package io.github.batonha.cli.usage;

import io.github.batonha.cli.agent.AgentClient;
import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.agent.Json;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import io.github.batonha.cli.logs.LogTime;
import io.github.batonha.cli.output.Times;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what processes took over days and weeks. */
@Command(
        name = UsageCommand.NAME,
        description = "Shows what processes, groups or nodes took over a time: mean, 95th percentile, peak and trend.",
        footer = {
            "",
            "TIME is 10m, 2h or 7d (ago), 06:15 (today) or 2026-07-28T06:15 (this machine's zone).",
            "The agent keeps a record a minute for 2 days, and one of 15 minutes for 90 days.",
            "",
            "- CPU is in percent of one core. 95 % of the records do not exceed P95.",
            "- PER DAY is the trend of the memory in MiB, where it is more than chance makes of it.",
            "- HEAP is the most that was in use after a collection, OF what -Xmx allows.",
            "- Peaks of a group, node or system are as if those of its processes came together.",
            "- A metric that only grows is shown per second. Metrics have a value each 15 minutes for 2 days, and each 4 "
                    + "hours for 90 days.",
            "",
            "By node and by system the peaks stand beside the cores and the memory of the hosts. Where a trend leads "
                    + "to a limit, the day is told.",
            "",
            "Examples:",
            "  baton usage --since 7d",
            "  baton usage --by node --all-nodes --since 30d",
            "  baton usage --by metric --since 7d",
            "  baton usage --since 7d --output csv > usage.csv"
        })
public final class UsageCommand extends Subcommand {

    public static final String NAME = "usage";

    /** What makes a row. */
    private enum By {
        PROCESS,
        GROUP,
        NODE,
        SYSTEM,
        METRIC;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Agents agents;

    @Option(names = "--since", paramLabel = "TIME", description = "Begin at that time. Default: 1d.")
    private String since = "1d";

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            description = "A row for each process, group or node, one for the system, or one for each metric "
                    + "that processes tell of themselves. Default: process.")
    private By by = By.PROCESS;

    @Option(names = "--all-nodes", description = "Ask all nodes; the system always asks all.")
    private boolean allNodes;

    public UsageCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
        this.agents = new Agents(context, options);
    }

    @Override
    public Integer call() {
        var from = LogTime.parse(
                "--since", since, context.clock().instant(), context.clock().getZone());
        var query = "since=%s&by=%s".formatted(from, by == By.SYSTEM ? By.NODE : by);
        var reports = new ArrayList<Json>();
        var isWhole = ask(query, reports);
        var rows = new ArrayList<UsageRow>();
        if (by == By.METRIC) {
            showMetrics(reports);
            return (isWhole ? ExitCode.DONE : ExitCode.FAILED).number();
        }
        reports.forEach(report -> rows.addAll(UsageRow.of(report)));
        var shown = by == By.SYSTEM && !rows.isEmpty()
                ? List.of(UsageRow.system(reports.getFirst().text("system"), rows))
                : rows;
        show(shown, reports);
        return (isWhole ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private boolean ask(String query, List<Json> reports) {
        if (!allNodes && by != By.SYSTEM) {
            reports.add(agents.choose().get("/api/v1/usage?" + query));
            return true;
        }
        var agent = agents.chooseToAsk();
        var isWhole = true;
        for (var node : agent.get("/api/v1/mon-cluster").items("nodes")) {
            isWhole &= one(agent, node.text("name"), query).map(reports::add).orElse(false);
        }
        return isWhole;
    }

    private Optional<Json> one(AgentClient agent, String node, String query) {
        try {
            return Optional.of(agent.get(
                    "/api/v1/usage?node=%s&%s".formatted(URLEncoder.encode(node, StandardCharsets.UTF_8), query)));
        } catch (CommandFailed failed) {
            context.err().println("baton: %s is left out: %s".formatted(node, failed.what()));
            return Optional.empty();
        }
    }

    private void show(List<UsageRow> rows, List<Json> reports) {
        if (options.isCsv()) {
            context.out().print(UsageTable.csv(rows));
        } else if (options.isJson()) {
            rows.forEach(row -> context.out().println((by == By.SYSTEM ? row.summed() : row.json()).toLine()));
        } else if (rows.isEmpty()) {
            context.out().println("There are no records of this time yet: the agent keeps one a minute");
        } else {
            var isOfHosts = by == By.NODE || by == By.SYSTEM;
            context.out().print(new UsageTable(context.clock().getZone(), context.isTerminal(), isOfHosts).of(rows));
            reports.forEach(this::foot);
        }
        context.out().flush();
    }

    private void showMetrics(List<Json> reports) {
        var rows = new ArrayList<MetricRow>();
        reports.forEach(report -> rows.addAll(MetricRow.of(report)));
        if (options.isCsv()) {
            context.out().print(MetricTable.csv(rows));
        } else if (options.isJson()) {
            rows.forEach(row -> context.out().println(row.json().toLine()));
        } else if (rows.isEmpty()) {
            context.out().println("No process has told a number in this time");
        } else {
            context.out().print(MetricTable.of(rows, context.isTerminal()));
            reports.forEach(this::foot);
        }
        context.out().flush();
    }

    private void foot(Json report) {
        var left = report.number("left");
        context.out()
                .println("%s: since %s, a record each %d min%s"
                        .formatted(
                                report.text("node"),
                                Times.local(Instant.parse(report.text("from")), context.clock()),
                                report.number("stepMinutes"),
                                left == 0
                                        ? ""
                                        : "; %d rows are left out, ask on that node for all of them".formatted(left)));
    }
}
