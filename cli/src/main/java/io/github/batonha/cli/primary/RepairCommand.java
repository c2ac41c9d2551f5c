package io.github.batonha.cli.primary;

import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.RepairRequest;
import io.github.batonha.cli.agent.AgentClient;
import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.agent.Requests;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Has a node's damaged store written anew from what the others know, after a person has seen what that is. */
@Command(
        name = "repair",
        description = "Replaces a node's damaged primary.store by what all other nodes know.",
        footer = {
            "",
            "A node with a damaged store never becomes primary. This command asks every other node "
                    + "for the newest assignment, its promises and the hosts that it knows. It shows the new "
                    + "record, asks you, and writes it. The record promises nothing below all of that.",
            "A node that does not answer must be confirmed down, in the sense of `baton set-primary "
                    + "--help`. The damaged file is kept as primary.store.damaged.",
            "",
            "Examples:",
            "  baton primary repair --dry-run       the new record, and where it comes from",
            "  baton primary repair --node NodeB    where several agents run on this machine",
            "  baton primary repair -y              without a question"
        })
final class RepairCommand extends Subcommand {

    private final Agents agents;

    @Option(names = "--dry-run", description = "Show the new record, and change nothing.")
    private boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Option(
            names = "--confirm-down",
            paramLabel = "NODE",
            description = "You know that this node is down. May be given several times.")
    private List<String> confirmDown = new ArrayList<>();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
    private String reason = "";

    RepairCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
        this.agents = new Agents(context, options);
    }

    @Override
    public Integer call() {
        var agent = agents.choose();
        if (dryRun || !yes) {
            end(attempt(agent, true), true);
        }
        if (!dryRun && isConfirmed(agent)) {
            end(attempt(agent, false), false);
        }
        return ExitCode.DONE.number();
    }

    private boolean isConfirmed(AgentClient agent) {
        if (yes) {
            return true;
        }
        if (!context.isTerminal() || options.isJson()) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "Nothing was changed: writing needs a confirmation, and there is no terminal to ask on",
                    "check what would be written, then run the command again with -y");
        }
        var isYes = context.ask("Write that into the store of %s? Type yes: ".formatted(agent.node()))
                .equalsIgnoreCase("yes");
        if (!isYes) {
            throw new CommandFailed(ExitCode.FAILED, "Nothing was changed", "");
        }
        return true;
    }

    private Progress attempt(AgentClient agent, boolean isDryRun) {
        var request = new RepairRequest(confirmDown, context.user(), reason, isDryRun);
        return new Attempt(context, options).post(agent, "/api/v1/primary/repair", Requests.of(request), "the repair");
    }

    private void end(Progress last, boolean isDryRun) {
        if (last.outcome() != Progress.Outcome.DONE) {
            var what = isDryRun ? "The repair would be refused: " : "The repair was refused: ";
            throw new CommandFailed(ExitCode.FAILED, what + last.text(), NextCommands.ofRepair(last, confirmDown));
        }
    }
}
