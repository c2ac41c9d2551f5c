package io.github.batonha.cli.drain;

import io.github.batonha.actors.api.DrainRequest;
import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.agent.Requests;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.Deadline;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes the users away from a node, then stops its processes. */
@Command(
        name = "drain",
        description = "Takes the users away from a node before maintenance: balancers first, then the processes.",
        footer = {
            "",
            "1. Balancers are told to send no new users: /health/ready answers 404, the agent check " + "says drain.",
            "2. The drain waits until the connected users have gone, at most --deadline.",
            "3. Balancers are told to send nobody (503, maint), and get the time to notice.",
            "4. The processes stop in reverse order of their dependencies.",
            "",
            "The node stays drained until `baton undrain`, also when its agent or its host restarts. "
                    + "Interrupting this command does not stop the drain; run it again to follow it.",
            "On the primary it is refused. Set another node primary first, or use --no-stop or " + "--force.",
            "",
            "Examples:",
            "  baton drain                        this node",
            "  baton drain NodeB --deadline 5m    another node, with more time",
            "  baton drain --no-stop              users go, processes stay",
            "  baton drain --no-stop --close      the same, and nobody is sent here until undrain"
        })
public final class DrainCommand extends Subcommand {

    @Parameters(arity = "0..1", paramLabel = "NODE", description = "The node to drain. Default: this node.")
    private @Nullable String node;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = "The longest wait for users, such as 90s or 5m. A plain number is seconds. Default: 60s.")
    private String deadline = "60s";

    @Option(
            names = "--stop",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Stop the processes once the users are gone, or leave them running. Default: stop.")
    private boolean stop = true;

    @Option(
            names = "--close",
            description = "With --no-stop: balancers then send nobody, not even users who were here before.")
    private boolean close;

    @Option(
            names = {"-f", "--force"},
            description = "Drain the primary too. Its primaryOnly processes stop and run nowhere until set-primary.")
    private boolean force;

    public DrainCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        if (close && stop) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    "--close is for processes that stay, and a node whose processes stop is closed anyway",
                    "leave --close away, or give it with --no-stop");
        }
        var agents = new Agents(context, options);
        var within = Deadline.seconds(deadline, 0);
        var agent = node == null ? agents.choose() : agents.chooseFor(node);
        var drained = node == null ? agent.node() : node;
        var request = new DrainRequest(drained, within, stop, force, context.user(), close);
        new Course(context, options).run(agent, "/api/v1/drain", Requests.of(request), "drain");
        return ExitCode.DONE.number();
    }
}
