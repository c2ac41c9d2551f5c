package io.github.batonha.cli.operation;

import io.github.batonha.actors.api.Operation.Scope;
import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the processes of a node. */
@Command(
        name = "start-server",
        aliases = "startServer",
        description = "Starts every process of the node, except those with <start>false</start>.",
        footer = {
            "",
            "The node's agent must run: `baton node` or systemd starts it.",
            "",
            "Examples:",
            "  baton start-server",
            "  baton start-server -s NodeA NodeB",
            "  baton start-server -c -v    every node; list every process"
        })
public final class StartServerCommand extends Subcommand {

    @Mixin
    private WhereOptions where = new WhereOptions();

    @Option(
            names = {"-v", "--verbose"},
            description = "Also list processes that were already up.")
    private boolean verbose;

    public StartServerCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        var operations = new Operations(context, options).listingUnchanged(verbose);
        return operations.run(operations.start(Scope.SERVER, "", where), new Agents(context, options).choose());
    }
}
