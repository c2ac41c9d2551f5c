package io.github.batonha.cli.operation;

import io.github.batonha.actors.api.Operation.Scope;
import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Starts the processes of a group. */
@Command(
        name = "start-group",
        aliases = "startGroup",
        description = "Starts the processes of a group (<groupId> in the process definitions).",
        footer = {"", "Example:", "  baton start-group AUTH"})
public final class StartGroupCommand extends Subcommand {

    @Parameters(paramLabel = "GROUP", description = "The group.")
    private String group = "";

    @Mixin
    private WhereOptions where = new WhereOptions();

    public StartGroupCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        var operations = new Operations(context, options);
        return operations.run(operations.start(Scope.GROUP, group, where), new Agents(context, options).choose());
    }
}
