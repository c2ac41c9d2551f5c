package io.github.batonha.cli.drain;

import io.github.batonha.actors.api.UndrainRequest;
import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.agent.Requests;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Ends the drain of a node. */
@Command(
        name = "undrain",
        description =
                "Ends the drain of a node: starts the processes that the drain stopped, and lets users come again.",
        footer = {
            "",
            "Balancers send users again when /health/ready answers 200: when the processes that users "
                    + "need are healthy. A drain that still runs is cancelled.",
            "",
            "Examples:",
            "  baton undrain          this node",
            "  baton undrain NodeB    another node"
        })
public final class UndrainCommand extends Subcommand {

    @Parameters(arity = "0..1", paramLabel = "NODE", description = "The node. Default: this node.")
    private @Nullable String node;

    public UndrainCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        var agents = new Agents(context, options);
        var agent = node == null ? agents.choose() : agents.chooseFor(node);
        var request = new UndrainRequest(node == null ? agent.node() : node, context.user());
        new Course(context, options).run(agent, "/api/v1/undrain", Requests.of(request), "undrain");
        return ExitCode.DONE.number();
    }
}
