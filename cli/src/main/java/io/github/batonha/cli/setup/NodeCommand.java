package io.github.batonha.cli.setup;

import io.github.batonha.actors.node.Agent;
import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the agent of a node. */
@Command(
        name = "node",
        description = "Runs the agent of this node in the foreground: it joins the cluster and starts the processes.",
        footer = {
            "",
            "It begins as SECONDARY, with primaryOnly processes in STANDBY. On SIGTERM or Ctrl-C it "
                    + "first stops its processes. If it is killed, the processes go on and the next agent takes "
                    + "them over.",
            "",
            "Examples:",
            "  baton node                 the node of this host's name",
            "  baton node --name NodeA    another name, where several run on one machine"
        })
public final class NodeCommand extends Subcommand {

    @Mixin
    private HostOption name = new HostOption();

    public NodeCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        var node = name.host(context, options);
        return Agent.run(new Agents(context, options).home(), node, context.environment());
    }
}
