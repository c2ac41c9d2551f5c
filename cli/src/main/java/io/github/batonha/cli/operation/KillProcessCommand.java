package io.github.batonha.cli.operation;

import io.github.batonha.actors.api.Operation.Scope;
import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Stops one process. */
@Command(
        name = "kill-process",
        aliases = "killProcess",
        description = "Stops a process and all its child processes.",
        footer = {
            "",
            "It stays stopped when the agent restarts, until the node starts anew or somebody starts " + "it.",
            "",
            "Examples:",
            "  baton kill-process GENESIS_ROUTER",
            "  baton kill-process GENESIS_ROUTER -w 30 -c    every node, 30 seconds to end",
            "  baton kill-process GENESIS_ROUTER -f          at once"
        })
public final class KillProcessCommand extends Subcommand {

    @Parameters(paramLabel = "PROCESS", description = "The process.")
    private String name = "";

    @Mixin
    private WhereOptions where = new WhereOptions();

    @Mixin
    private StopOptions stop = new StopOptions();

    public KillProcessCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        var operations = new Operations(context, options);
        return operations.run(operations.stop(Scope.PROCESS, name, where, stop), new Agents(context, options).choose());
    }
}
