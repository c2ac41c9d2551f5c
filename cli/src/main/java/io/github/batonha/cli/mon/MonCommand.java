package io.github.batonha.cli.mon;

import io.github.batonha.actors.api.ProcessDetail;
import io.github.batonha.cli.agent.AgentClient;
import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.agent.Answers;
import io.github.batonha.cli.agent.Json;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import io.github.batonha.cli.output.Repeat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows the processes of one node. */
@Command(
        name = "mon",
        description = "Shows the processes of this node: PID, port, status, CPU, memory, and what each last said.",
        footer = {
            "",
            "Statuses:",
            "- STARTING: waits for another process or its next start",
            "- RUNNING: started, not ready yet",
            "- HEALTHY: ready",
            "- STANDBY: primaryOnly, and this node is not the primary; with a pid, it waits for its promotion",
            "- STOPPING, STOPPED",
            "- DONE: ended with success",
            "- MISSING: should run and does not",
            "- ERROR: can't be started; the message says why",
            "",
            "CPU is percent of one core. Memory is percent of the host's.",
            "The last line is the total of all processes of the node, also where only some are shown.",
            "On a narrow terminal columns are dropped in this order: memory, CPU, port, PID. Then "
                    + "long names are cut, then messages.",
            "",
            "Examples:",
            "  baton mon                  once",
            "  baton mon 5                every 5 seconds, until Ctrl-C",
            "  baton mon --unhealthy      what needs a look",
            "  baton mon --output json    for programs"
        })
public final class MonCommand extends Subcommand {

    private final Agents agents;

    @Parameters(arity = "0..1", paramLabel = "SECONDS", description = "Show it again every so many seconds.")
    private @Nullable Integer seconds;

    @Mixin
    private MonFilter filter = new MonFilter();

    @Mixin
    private MonDetails wanted = new MonDetails();

    public MonCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
        this.agents = new Agents(context, options);
    }

    @Override
    public Integer call() {
        if (seconds == null) {
            context.out().print(picture());
            context.out().flush();
        } else {
            new Repeat(context, options).every(Repeat.interval("mon", seconds), this::picture);
        }
        return ExitCode.DONE.number();
    }

    private String picture() {
        var agent = agents.choose();
        var json = agent.get("/api/v1/mon");
        return options.isJson() ? asJson(json, agent).toLine() + "\n" : asTable(json, agent);
    }

    private String asTable(Json mon, AgentClient agent) {
        var rows = rows(mon);
        var details = new LinkedHashMap<String, ProcessDetail>();
        if (wanted.areAskedFor()) {
            Answers.processDetails(agent.get(wanted.path())).forEach(one -> details.put(one.name(), one));
        }
        return new MonTable(context.isColoured(), context.size().columns(), context.clock())
                .draw(mon, rows, details, wanted, measured(agent));
    }

    private AgentMetrics measured(AgentClient agent) {
        return wanted.isOfAgent() ? AgentMetrics.of(agent.get("/api/v1/metrics")) : AgentMetrics.NONE;
    }

    /** By name, as in the screens that operators know. */
    private List<Json> rows(Json mon) {
        var rows = new ArrayList<Json>();
        for (var row : mon.items("processes")) {
            if (filter.shows(row.text("status"))) {
                rows.add(row);
            }
        }
        rows.sort(new ByName());
        return rows;
    }

    private Json asJson(Json json, AgentClient agent) {
        var details = details(agent);
        var measured = measured(agent);
        var processes = rows(json).stream()
                .map(process -> asJson(process, details, measured))
                .toList();
        var bare = json.only("node", "role", "epoch");
        var head = wanted.isOfAgent() ? bare.with("agentMetrics", measured.json()) : bare;
        var warned = json.find("warning")
                .filter(warning -> !json.text("warning").isEmpty())
                .map(warning -> head.with("warning", warning))
                .orElse(head);
        var withTotals = json.find("totals")
                .map(totals -> warned.with("totals", totals(totals, details)))
                .orElse(warned);
        return withTotals.with("processes", new Json.Items(processes));
    }

    private Json asJson(Json process, Map<String, Json> details, AgentMetrics measured) {
        var name = process.text("name");
        var row = process.only(
                "name",
                "group",
                "pid",
                "port",
                "status",
                "cpu",
                "memory",
                "uptimeSeconds",
                "restarts",
                "primaryOnly",
                "message");
        var detailed = wanted.addTo(row, details.getOrDefault(name, new Json.Nothing()));
        return wanted.isOfAgent() ? detailed.with("agentMetrics", measured.json(name)) : detailed;
    }

    private Json totals(Json totals, Map<String, Json> details) {
        return wanted.isOfResources()
                ? totals.with(
                        "resources",
                        ResourceLines.json(Answers.processDetails(new Json.Items(List.copyOf(details.values())))))
                : totals;
    }

    private Map<String, Json> details(AgentClient agent) {
        var byName = new LinkedHashMap<String, Json>();
        if (wanted.areAskedFor()) {
            agent.get(wanted.path()).items().forEach(one -> byName.put(one.text("name"), one));
        }
        return byName;
    }

    /** By hand: what {@link Comparator} makes of a getter can't be in a start-up cache. */
    private static final class ByName implements Comparator<Json> {
        @Override
        public int compare(Json one, Json other) {
            return one.text("name").compareTo(other.text("name"));
        }
    }
}
