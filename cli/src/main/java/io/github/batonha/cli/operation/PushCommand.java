package io.github.batonha.cli.operation;

import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.PushRequest;
import io.github.batonha.cli.agent.AgentClient;
import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Brings the files of one host to all others. */
@Command(
        name = "push",
        description =
                "Brings conf/, site-specific/ and lib/ of this host to all other hosts, and installs them on each.",
        footer = {
            "",
            "The files travel over the cluster's own TLS. Each host stages them, and checks them as `baton install`"
                    + " does. If one host refuses them or does not answer, no file is changed anywhere.",
            "In conf and site-specific, files that this host does not have are removed. In lib nothing is removed."
                    + " Keys, hidden files and baton's own jars stay where they are.",
            "It shows what it would bring and asks. A push that is cut off can be given again: what has come stays.",
            "Nothing restarts: give `baton apply --rolling -c` afterwards.",
            "",
            "Examples:",
            "  baton install --hostDiff    what differs between the hosts",
            "  baton push --dry-run        what would be brought",
            "  baton push -y --reason 'release 4.2'"
        })
public final class PushCommand extends Subcommand {

    @Option(names = "--dry-run", description = "Only show what would be brought.")
    private boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "Don't ask.")
    private boolean yes;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for events and revisions.")
    private String reason = "";

    public PushCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        var agent = new Agents(context, options).choose();
        var operations = new Operations(context, options);
        if (dryRun) {
            return operations.end(operations.push(request(true), agent));
        }
        if (!yes) {
            checkTerminal();
            var plan = operations.push(request(true), agent);
            if (!plan.stream().allMatch(Outcome::isOk)) {
                return operations.end(plan);
            }
            if (!isMeant(agent)) {
                context.out().println("Nothing was changed.");
                return ExitCode.FAILED.number();
            }
        }
        return operations.end(operations.push(request(false), agent));
    }

    private PushRequest request(boolean onlyPlan) {
        return new PushRequest(onlyPlan, context.user(), reason);
    }

    private void checkTerminal() {
        if (!context.isTerminal()) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "push asks before it changes anything, and there is no terminal to ask on",
                    "say -y, or --dry-run to see what it would do");
        }
    }

    private boolean isMeant(AgentClient agent) {
        return context.confirms(
                "Bring the files of %s to the others, and install them everywhere? [y/N] ".formatted(agent.node()));
    }
}
