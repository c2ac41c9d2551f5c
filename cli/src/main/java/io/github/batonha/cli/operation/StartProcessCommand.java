package io.github.batonha.cli.operation;

import io.github.batonha.actors.api.Operation.Scope;
import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import io.github.batonha.cli.logs.LogTail;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts one process. */
@Command(
        name = "start-process",
        aliases = "startProcess",
        description = "Starts a process after the processes that it depends on.",
        footer = {
            "",
            "On a node that is not the primary, a primaryOnly process is refused. A process that you "
                    + "start stays wanted when the agent restarts, until the node starts anew.",
            "",
            "Examples:",
            "  baton start-process GENESIS_ROUTER",
            "  baton start-process GENESIS_ROUTER -v          show its output, until Ctrl-C",
            "  baton start-process GENESIS_ROUTER -s NodeB    on another node"
        })
public final class StartProcessCommand extends Subcommand {

    @Parameters(paramLabel = "PROCESS", description = "The process.")
    private String name = "";

    @Mixin
    private WhereOptions where = new WhereOptions();

    @Option(
            names = {"-v", "--verbose"},
            description = "Then show the output of the process, until Ctrl-C. On this node only.")
    private boolean verbose;

    public StartProcessCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        if (verbose && !where.isThisNodeOnly()) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    "-v shows the log of a process of this node, and can't be combined with -s or -c",
                    "leave -v out, and say `baton logs %s -f` on that node".formatted(name));
        }
        var agent = new Agents(context, options).choose();
        var operations = new Operations(context, options);
        var exitCode = operations.run(operations.start(Scope.PROCESS, name, where), agent);
        if (verbose && exitCode == ExitCode.DONE.number()) {
            new LogTail(context, agent).show(name, 10, true, LogTail.Stream.OUT);
        }
        return exitCode;
    }
}
