package baton.cli.operation;

import baton.actors.api.ApplyRequest;
import baton.actors.api.Outcome;
import baton.cli.agent.AgentClient;
import baton.cli.agent.Agents;
import baton.cli.shell.CommandFailed;
import baton.cli.shell.ExitCode;
import baton.cli.shell.GlobalOptions;
import baton.cli.shell.Shell;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Has agents that run take the set that was installed last. */
@Command(
        name = "apply",
        description =
                "Has the agent run from what `baton install` has written last: starts what is new, stops what is gone,"
                        + " restarts only what changed.",
        footer = {
            "",
            "Shows what it would do, then asks, and does just that: where something else is installed meanwhile,",
            "the node refuses. What a process would be started from is compared with what it",
            "was started from: its command line, its environment, its jars and files (by size and time of",
            "change). Whatever is the same goes on.",
            "",
            "What fails to start is told, the rest goes on, and the exit code is 1: nothing is undone half-way.",
            "An agent that dies in the middle is followed by one that goes on. What only the start of an agent",
            "takes up, such as ports and hosts, is named.",
            "",
            "Examples:",
            "  baton install && baton apply        after a look at the plan",
            "  baton apply --dry-run               only the plan",
            "  baton apply -y -c                   every node, without asking; install on each host first"
        })
public final class ApplyCommand implements Callable<Integer> {

    private final Shell shell;
    private final GlobalOptions options;

    @Option(names = "--dry-run", description = "Only show what would be done.")
    private boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "Don't ask.")
    private boolean yes;

    @Mixin
    private WhereOptions where = new WhereOptions();

    public ApplyCommand(Shell shell, GlobalOptions options) {
        this.shell = shell;
        this.options = options;
    }

    @Override
    public Integer call() {
        var agent = new Agents(shell, options).choose();
        var operations = new Operations(shell, options);
        if (dryRun) {
            return operations.end(operations.apply(request(true, Map.of()), agent));
        }
        Map<String, String> shown = Map.of();
        if (!yes) {
            checkTerminal();
            var plan = operations.apply(request(true, Map.of()), agent);
            if (isNothing(plan) || !plan.stream().allMatch(Outcome::isOk)) {
                return operations.end(plan);
            }
            if (!isMeant(agent)) {
                shell.out().println("Nothing was changed.");
                return ExitCode.FAILED.number();
            }
            shown = shown(plan);
        }
        return operations.end(operations.apply(request(false, shown), agent));
    }

    private ApplyRequest request(boolean onlyPlan, Map<String, String> shown) {
        return new ApplyRequest(where.hosts(), where.isEveryNode(), onlyPlan, shell.user(), shown);
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
        return plan.stream().noneMatch(outcome -> outcome.result().equals(Outcome.PLANNED));
    }

    private void checkTerminal() {
        if (!shell.isTerminal()) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "apply asks before it changes anything, and there is no terminal to ask on",
                    "say -y, or --dry-run to see what it would do");
        }
    }

    private boolean isMeant(AgentClient agent) {
        var answer = shell.ask("Do this on %s? [y/N] ".formatted(where.inWords(agent.node())));
        return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
    }
}
