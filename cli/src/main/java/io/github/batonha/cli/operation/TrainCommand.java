package io.github.batonha.cli.operation;

import io.github.batonha.actors.api.Outcome;
import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Orders that the next start of a process records an AOT cache. */
@Command(
        name = "train",
        description = "Records what a JVM loads, so that its later starts are faster.",
        footer = {
            "",
            "The next start of the process records. When that run has stopped cleanly, the agent makes an AOT cache. "
                    + "Later starts use it. `baton caches` shows how far it is.",
            "A run that records starts slower and stops later. A run that is killed has recorded nothing.",
            "",
            "With --restart, it restarts only if no node refused. A process that records already is not restarted.",
            "Refused: a <command>, a primaryOnly process, <aotCache>off</aotCache>, Java before 17.",
            "",
            "Examples:",
            "  baton train GENESIS_ROUTER                 its next start records",
            "  baton train GENESIS_ROUTER --restart       it records from now on",
            "  baton train GENESIS_ROUTER -c --restart    every node, one after the other"
        })
public final class TrainCommand extends Subcommand {

    @Parameters(paramLabel = "PROCESS", description = "The process.")
    private String name = "";

    @Option(names = "--restart", description = "Restart it now. Several nodes restart one after the other.")
    private boolean restart;

    @Mixin
    private WhereOptions where = new WhereOptions();

    @Mixin
    private StopOptions stop = new StopOptions();

    public TrainCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        if (!restart && (stop.isForced() || stop.waitSeconds() >= 0)) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE, "-f and -w are about the stop of a restart", "say --restart too");
        }
        var agent = new Agents(context, options).choose();
        var operations = new Operations(context, options);
        var ordered = operations.order(operations.train(name, where), agent);
        var exitCode = operations.end(ordered);
        var nodes = nodes(ordered);
        if (exitCode != ExitCode.DONE.number() || nodes.isEmpty()) {
            return exitCode;
        }
        if (restart) {
            exitCode = operations.run(operations.restart(name, nodes, stop), agent);
        }
        if (exitCode == ExitCode.DONE.number() && !options.isJson()) {
            context.out()
                    .println((restart
                                    ? "It records. When it has done its usual work, make the cache: `baton restart %s`"
                                    : "To record now: `baton restart %s`. The restart after that one makes the cache.")
                            .formatted(name));
        }
        return exitCode;
    }

    /** Those whose next start records because of this order. */
    private static List<String> nodes(List<Outcome> ordered) {
        return ordered.stream()
                .filter(outcome -> outcome.result() == Outcome.Result.DONE)
                .map(Outcome::node)
                .toList();
    }
}
