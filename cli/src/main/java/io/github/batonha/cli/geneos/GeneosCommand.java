package io.github.batonha.cli.geneos;

import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.agent.Answers;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import io.github.batonha.supervision.secrets.VisibleText;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells the Toolkit plug-in of Geneos how things are. */
@Command(
        name = "geneos",
        description = "Prints a table for the Toolkit plug-in of ITRS Geneos.",
        footer = {
            "",
            "What can be told:",
            "- processes: a row for each process of a node",
            "- nodes: a row for each node, as the asked one sees it",
            "- sessions: sessions of a node",
            "- metrics: a row for each number that a process tells of itself",
            "- agent: a row for each number that /metrics of the agent has",
            "",
            "The headline samplingStatus is OK, or ERROR with the reason where the agent does not answer. "
                    + "The exit code is 0 then, too: the plug-in would show none of it otherwise.",
            "",
            "Example:",
            "  baton geneos processes"
        })
public final class GeneosCommand extends Subcommand {

    /** What can be told. */
    private enum What {
        PROCESSES,
        NODES,
        SESSIONS,
        METRICS,
        AGENT;

        List<String> columns() {
            return switch (this) {
                case PROCESSES -> Dataviews.PROCESSES;
                case NODES -> Dataviews.NODES;
                case SESSIONS -> Dataviews.SESSIONS;
                case METRICS -> Dataviews.METRICS;
                case AGENT -> Dataviews.AGENT;
            };
        }
    }

    private final Agents agents;

    @Parameters(index = "0", paramLabel = "WHAT", description = "processes, nodes, sessions, metrics or agent.")
    private String what = "";

    public GeneosCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
        this.agents = new Agents(context, options);
    }

    @Override
    public Integer call() {
        var view = told(what());
        if (options.isJson()) {
            context.out().println(view.json().toLine());
        } else {
            context.out().print(view.csv());
        }
        context.out().flush();
        return ExitCode.DONE.number();
    }

    private Dataview told(What wanted) {
        try {
            return switch (wanted) {
                case PROCESSES ->
                    Dataviews.processes(Answers.mon(agents.choose().get("/api/v1/mon")));
                case NODES -> Dataviews.nodes(Answers.monCluster(agents.getFromAny("/api/v1/mon-cluster")));
                case SESSIONS -> Dataviews.sessions(agents.choose().get("/api/v1/sessions"));
                case AGENT -> Dataviews.agent(Answers.samples(agents.choose().get("/api/v1/metrics")));
                case METRICS ->
                    Dataviews.metrics(Answers.processDetails(agents.choose().get("/api/v1/processes?metrics=true")));
            };
        } catch (CommandFailed failed) {
            if (failed.exitCode() == ExitCode.WRONG_USAGE) {
                throw failed;
            }
            return Dataviews.failed(wanted.columns(), "%s: %s".formatted(failed.what(), failed.remedy()));
        }
    }

    private What what() {
        for (var each : What.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(what)) {
                return each;
            }
        }
        throw new CommandFailed(
                ExitCode.WRONG_USAGE,
                "There is no table \"%s\"".formatted(VisibleText.of(what)),
                "the tables are processes, nodes, sessions, metrics and agent");
    }
}
