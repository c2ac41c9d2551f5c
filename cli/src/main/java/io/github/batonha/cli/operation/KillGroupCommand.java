package io.github.batonha.cli.operation;

import io.github.batonha.actors.api.Operation.Scope;
import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Stops the processes of a group. */
@Command(
        name = "kill-group",
        aliases = "killGroup",
        description = "Stops the processes of a group (<groupId> in the process definitions).",
        footer = {"", "Example:", "  baton kill-group AUTH -c"})
public final class KillGroupCommand extends Subcommand {

    @Parameters(paramLabel = "GROUP", description = "The group.")
    private String group = "";

    @Mixin
    private WhereOptions where = new WhereOptions();

    @Mixin
    private StopOptions stop = new StopOptions();

    public KillGroupCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        var operations = new Operations(context, options);
        return operations.run(operations.stop(Scope.GROUP, group, where, stop), new Agents(context, options).choose());
    }
}
