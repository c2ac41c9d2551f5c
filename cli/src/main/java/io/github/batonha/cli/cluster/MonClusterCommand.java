package io.github.batonha.cli.cluster;

import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.agent.Answers;
import io.github.batonha.cli.agent.Json;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import io.github.batonha.cli.output.Repeat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows every node of the cluster as one of them sees it. */
@Command(
        name = "mon-cluster",
        aliases = "MonCluster",
        description = "Shows every node of the cluster: up or down, its role, and the state of each process on it.",
        footer = {
            "",
            "The seconds beside a role count from when the node was last heard, those beside a state from its last"
                    + " report of the process.",
            "A node that is DOWN keeps its role on the screen. It stays the primary until an operator "
                    + "gives set-primary for another node.",
            "The line Total tells how many processes of each node run. Their CPU is in percent of one core, their"
                    + " memory in percent of the host's.",
            "On a narrow terminal the seconds go first, then long names are cut, then nodes at the "
                    + "right are left out. A line below the table says so.",
            "Where several agents run on this machine, the first one that answers is asked. Name "
                    + "another one with --node.",
            "",
            "Examples:",
            "  baton mon-cluster              as this node sees it",
            "  baton mon-cluster --watch      live, until Ctrl-C",
            "  baton mon-cluster --watch 5    every 5 seconds",
            "  MonCluster                     the same by its old name"
        })
public final class MonClusterCommand extends Subcommand {

    private final Agents agents;

    @Option(
            names = "--watch",
            arity = "0..1",
            fallbackValue = "1",
            paramLabel = "SECONDS",
            description = "Show it again every so many seconds, until Ctrl-C. Without a number: every second.")
    private @Nullable Integer watch;

    public MonClusterCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
        this.agents = new Agents(context, options);
    }

    @Override
    public Integer call() {
        if (watch == null) {
            context.out().print(picture());
            context.out().flush();
        } else {
            new Repeat(context, options).every(Repeat.interval("mon-cluster --watch", watch), this::picture);
        }
        return ExitCode.DONE.number();
    }

    private String picture() {
        var json = agents.getFromAny("/api/v1/mon-cluster");
        return options.isJson()
                ? stable(json).toLine() + "\n"
                : new ClusterTable(context.isColoured(), context.size().columns(), context.clock())
                        .draw(Answers.monCluster(json));
    }

    /** The promised fields in the promised order, whatever else a newer agent says. */
    private static Json stable(Json json) {
        var nodes = json.items("nodes").stream()
                .map(node -> node.only("name", "state", "role", "ageSeconds")
                        .with(
                                "processes",
                                new Json.Items(node.items("processes").stream()
                                        .map(process ->
                                                process.only("name", "state", "ageSeconds", "primaryOnly", "lastState"))
                                        .toList()))
                        .with("drain", node.find("drain").orElse(new Json.Nothing()))
                        .with("configHash", node.find("configHash").orElse(new Json.Text("")))
                        .with("remark", node.find("remark").orElse(new Json.Text("")))
                        .with("totals", node.find("totals").orElse(new Json.Nothing()))
                        .with("version", node.find("version").orElse(new Json.Text("")))
                        .with("notPlaced", node.find("notPlaced").orElse(new Json.Items(List.of()))))
                .toList();
        var primary = json.find("primary")
                .map(one -> one.only("node", "epoch", "by", "confirmedDown", "fenced")
                        .with("voters", one.find("voters").orElse(new Json.Items(List.of())))
                        .with("guard", one.find("guard").orElse(new Json.Text("")))
                        .with("lease", one.find("lease").orElse(new Json.Nothing())))
                .orElse(new Json.Nothing());
        return Json.empty()
                .with("primary", primary)
                .with("scheduled", json.find("scheduled").orElse(new Json.Nothing()))
                .with("nodes", new Json.Items(nodes));
    }
}
