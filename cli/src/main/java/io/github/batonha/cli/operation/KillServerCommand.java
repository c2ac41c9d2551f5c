package io.github.batonha.cli.operation;

import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.Operation.Action;
import io.github.batonha.actors.api.Operation.Scope;
import io.github.batonha.cli.agent.AgentClient;
import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Stops the processes of a node, after asking. */
@Command(
        name = "kill-server",
        aliases = "killServer",
        description = "Stops every process of the node in reverse order of the dependencies. Asks first.",
        footer = {
            "",
            "Each process has 10 seconds from SIGTERM to SIGKILL, unless its definition says " + "otherwise.",
            "The agent stays, so `baton start-server` can start the processes again. --all ends it " + "too.",
            "",
            "Examples:",
            "  baton kill-server",
            "  baton kill-server -f -s NodeB    another node, without asking",
            "  baton kill-server --all          the agent too"
        })
public final class KillServerCommand extends Subcommand {

    @Mixin
    private WhereOptions where = new WhereOptions();

    @Option(
            names = {"-f", "--force"},
            description = "Don't ask.")
    private boolean force;

    @Option(names = "--all", description = "End the agent too.")
    private boolean all;

    @Option(
            names = {"-v", "--verbose"},
            description = "Also list processes that were already stopped.")
    private boolean verbose;

    public KillServerCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        var operation = new Operation(
                Action.STOP, Scope.SERVER, "", where.hosts(), where.isEveryNode(), false, -1, all, context.user());
        var agent = new Agents(context, options).choose();
        if (!force && !isMeant(agent)) {
            context.out().println("Nothing was stopped.");
            return ExitCode.FAILED.number();
        }
        return new Operations(context, options).listingUnchanged(verbose).run(operation, agent);
    }

    private boolean isMeant(AgentClient agent) {
        if (!context.isTerminal()) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "kill-server asks before it stops anything, and there is no terminal to ask on",
                    "say -f");
        }
        var what = all ? "all processes and the agent" : "all processes";
        return context.confirms("Stop %s of %s? [y/N] ".formatted(what, where.inWords(agent.node())));
    }
}
