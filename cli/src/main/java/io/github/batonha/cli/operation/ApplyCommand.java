package io.github.batonha.cli.operation;

import io.github.batonha.actors.api.ApplyRequest;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.cli.agent.AgentClient;
import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has agents that run take the revision that was installed last. */
@Command(
        name = "apply",
        description =
                "Makes the agent run the configuration that `baton install` wrote last: starts new processes, stops removed"
                        + " ones, restarts only changed ones.",
        footer = {
            "",
            "Shows the plan and asks, then carries out exactly that plan. The node refuses if another "
                    + "configuration was installed meanwhile.",
            "A process restarts only if its command line, environment, jars or files changed. Files "
                    + "are compared by size and time of change.",
            "",
            "If a process fails to start, the command says so, goes on with the others and exits with "
                    + "1. It undoes nothing. If the agent dies in the middle, the next agent goes on.",
            "Changes that need an agent restart (ports, hosts) are listed.",
            "",
            "With --rolling one node comes after the other, the primary last with -c. The next node begins when all"
                    + " processes of the last one are ready. After a node that fails, no further node begins.",
            "With --drain the users of each node are taken away first, and come back when it is ready. A node that"
                    + " does not get ready stays drained.",
            "",
            "With PROCESS it takes that process alone as it was installed. All others stay as they run, until the next"
                    + " apply without a name, or the next start of the agent.",
            "",
            "Examples:",
            "  baton install && baton apply    after a look at the plan",
            "  baton apply --dry-run           only the plan",
            "  baton apply ROUTER -c           one process alone, on every node",
            "  baton apply -y -c               every node, without asking; install on each host first",
            "  baton apply --rolling --drain -c   node by node, without losing a request"
        })
public final class ApplyCommand extends Subcommand {

    @Parameters(arity = "0..*", paramLabel = "PROCESS", description = "These alone. Default: all that changed.")
    private List<String> processes = List.of();

    @Option(names = "--dry-run", description = "Only show the plan.")
    private boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "Don't ask.")
    private boolean yes;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the events.")
    private String reason = "";

    @Mixin
    private RollingOptions rolling = new RollingOptions();

    @Mixin
    private WhereOptions where = new WhereOptions();

    public ApplyCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        var drainSeconds = rolling.drainSeconds();
        var agent = new Agents(context, options).choose();
        var operations = new Operations(context, options);
        if (dryRun) {
            return operations.end(operations.apply(request(agent, true, Map.of(), drainSeconds), agent));
        }
        Map<String, String> shown = Map.of();
        if (!yes) {
            checkTerminal();
            var plan = operations.apply(request(agent, true, Map.of(), drainSeconds), agent);
            if (isNothing(plan) || !plan.stream().allMatch(Outcome::isOk)) {
                return operations.end(plan);
            }
            if (!isMeant(agent)) {
                context.out().println("Nothing was changed.");
                return ExitCode.FAILED.number();
            }
            shown = shown(plan);
        }
        return operations.end(operations.apply(request(agent, false, shown, drainSeconds), agent));
    }

    private ApplyRequest request(AgentClient agent, boolean onlyPlan, Map<String, String> shown, int drainSeconds) {
        var hosts = where.isThisNodeOnly() ? List.of(agent.node()) : where.hosts();
        return new ApplyRequest(
                hosts,
                where.isEveryNode(),
                onlyPlan,
                context.user(),
                shown,
                rolling.isRolling(),
                drainSeconds,
                reason,
                processes);
    }

    /** So that nothing else is applied than what was agreed to. */
    private static Map<String, String> shown(List<Outcome> plan) {
        var byNode = new HashMap<String, String>();
        for (var outcome : plan) {
            var itsPlan = outcome.plan();
            if (itsPlan != null) {
                byNode.put(outcome.node(), itsPlan);
            }
        }
        return byNode;
    }

    private static boolean isNothing(List<Outcome> plan) {
        return plan.stream().noneMatch(outcome -> outcome.result() == Outcome.Result.PLANNED);
    }

    private void checkTerminal() {
        if (!context.isTerminal()) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "apply asks before it changes anything, and there is no terminal to ask on",
                    "say -y, or --dry-run to see what it would do");
        }
    }

    private boolean isMeant(AgentClient agent) {
        return context.confirms("Do this on %s? [y/N] ".formatted(where.inWords(agent.node())));
    }
}
