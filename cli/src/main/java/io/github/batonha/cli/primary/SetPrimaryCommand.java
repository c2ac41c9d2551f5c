package io.github.batonha.cli.primary;

import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.SetPrimaryRequest;
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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a node the primary and shows each phase as it happens. */
@Command(
        name = "set-primary",
        aliases = "SetPrimary",
        description = "Makes a node the primary: its primaryOnly processes stop where they run, then start there.",
        footer = {
            "",
            "If a node does not answer, the command is refused and nothing changes, unless you "
                    + "exclude the node. There are two ways:",
            "- Fence it: its fence command switches it off, and nothing has to be waited for.",
            "- Confirm that it is down: its machine is off; or its agent and all its primaryOnly "
                    + "processes have ended and nobody starts them.",
            "On a terminal you are asked. A script says --fence or --confirm-down. If you confirm a "
                    + "node down that is still running but cut off, primaryOnly processes run on two nodes at "
                    + "once.",
            "",
            "--override takes target-draining, target-fails-checks or config-differs, as the refusal " + "names it.",
            "",
            "While the present primary runs, standbys on their way are waited for a few seconds "
                    + "(baton.primary.standby-wait). With --when-ready all are waited for, and the "
                    + "command is refused after --within. Interrupting it while it waits ends it.",
            "",
            "--at schedules it: 22:00 or 22:00:30 today, 2026-12-01T02:00, the same with a zone, or +30m; at most "
                    + "7 days ahead. The agent of the node gives the order then, at most a minute late, or never. "
                    + "mon-cluster shows what is scheduled, and history shows what became of it. --cancel cancels it. "
                    + "A set-primary by hand before that time cancels it, too. Only one can be scheduled.",
            "",
            "Examples:",
            "  baton set-primary                                 this node",
            "  baton set-primary NodeB --reason 'disk swap'      with a reason for the history",
            "  baton set-primary NodeB --dry-run                 what would happen",
            "  baton set-primary NodeB --when-ready --within 10m wait for warm standbys",
            "  baton set-primary NodeB --at 22:00                today at that time of this machine",
            "  baton set-primary --cancel                        not, after all",
            "  baton set-primary NodeB --fence NodeA             switch NodeA off if it is silent",
            "  baton set-primary NodeB --confirm-down NodeA      after NodeA was lost"
        })
public final class SetPrimaryCommand extends Subcommand {

    private static final int MOST_SECONDS = 86_400;

    private final Agents agents;

    @Parameters(arity = "0..1", paramLabel = "NODE", description = "The node to become primary. Default: this node.")
    private @Nullable String target;

    @Option(
            names = "--confirm-down",
            paramLabel = "NODE",
            description = "You know that this node is down, as explained below. May be given several times.")
    private List<String> confirmDown = new ArrayList<>();

    @Option(
            names = "--fence",
            paramLabel = "NODE",
            description = "If this node does not answer, switch it off by its fence command and exclude it."
                    + " May be given several times.")
    private List<String> fence = new ArrayList<>();

    @Option(
            names = "--override",
            paramLabel = "CODE",
            description = "Ignore this reason against the change. Needs --reason." + " May be given several times.")
    private List<String> override = new ArrayList<>();

    @Option(
            names = "--dry-run",
            description = "Show what would happen, or why it would be refused, and change nothing.")
    private boolean dryRun;

    @Option(
            names = "--when-ready",
            description = "Wait until the standbys of the node are warm and a dry run says yes, then do it.")
    private boolean whenReady;

    @Option(
            names = "--within",
            paramLabel = "TIME",
            description = "Give up --when-ready after this time, such as 90s, 5m or 1h. Default: 5m.")
    private String within = "";

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "Do it at this time, as explained below. Not with --confirm-down or --fence.")
    private String at = "";

    @Option(names = "--cancel", description = "Cancel what is scheduled.")
    private boolean cancel;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
    private String reason = "";

    public SetPrimaryCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
        this.agents = new Agents(context, options);
    }

    @Override
    public Integer call() {
        if (!override.isEmpty() && reason.isBlank()) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    "--override needs --reason, which is kept in the history",
                    "say why it does not matter: --reason TEXT");
        }
        checkWait();
        var later = new LaterSwitchover(context, options, agents);
        if (cancel) {
            checkCancel();
            return later.cancel(target, reason);
        }
        if (!at.isEmpty()) {
            checkLater();
            return later.schedule(target, at, reason, override, seconds());
        }
        var agent = target == null ? agents.choose() : agents.chooseFor(target);
        var end = attempt(agent, confirmDown, fence);
        if (mayBeAsked(end)) {
            var answer = new DownQuestion(context).ask(end, agent);
            if (answer.isPresent()) {
                end = attempt(
                        agent,
                        union(confirmDown, answer.get().confirmed()),
                        union(fence, answer.get().fenced()));
            }
        }
        if (end.outcome() == Progress.Outcome.DONE) {
            return ExitCode.DONE.number();
        }
        var what = dryRun ? "SetPrimary would be refused: " : "SetPrimary was refused: ";
        throw new CommandFailed(ExitCode.FAILED, what + end.text(), NextCommands.of(end));
    }

    private void checkCancel() {
        if (!at.isEmpty() || dryRun || whenReady || !(confirmDown.isEmpty() && fence.isEmpty() && override.isEmpty())) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE, "--cancel goes with --reason alone", "leave the other options out");
        }
    }

    private void checkLater() {
        if (!confirmDown.isEmpty() || !fence.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    "--at does not go with --confirm-down or --fence: nobody can know now which nodes will be down then",
                    "schedule it without; if a node is down then, give the order by hand");
        }
        if (dryRun) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    "--at does not go with --dry-run",
                    "leave one of them out; --at says what would be refused now, too");
        }
    }

    private void checkWait() {
        if (!within.isEmpty() && !whenReady) {
            throw new CommandFailed(ExitCode.WRONG_USAGE, "--within goes with --when-ready", "give both, or none");
        }
        if (whenReady && dryRun) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE, "--when-ready does not go with --dry-run", "leave one of them out");
        }
        var known = seconds();
        if (whenReady && (known < 1 || known > MOST_SECONDS)) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    "--within is %s, which is no time from 1s to 24h".formatted(within),
                    "say it as in --within 90s, 5m or 1h");
        }
    }

    /** 0 without --when-ready, -1 for what is no time. */
    private int seconds() {
        if (!whenReady) {
            return 0;
        }
        var text = within.isEmpty() ? "5m" : within;
        if (!text.matches("[0-9]{1,5}[smh]")) {
            return -1;
        }
        var number = Integer.parseInt(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> number;
            case 'm' -> number * 60;
            default -> number * 3600;
        };
    }

    private boolean mayBeAsked(Progress end) {
        return end.outcome() == Progress.Outcome.REFUSED
                && !end.silent().isEmpty()
                && !dryRun
                && context.isTerminal()
                && !options.isJson();
    }

    private static List<String> union(List<String> some, List<String> others) {
        var all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    private Progress attempt(AgentClient agent, List<String> down, List<String> fenced) {
        var node = target == null ? agent.node() : target;
        var request = new SetPrimaryRequest(node, down, context.user(), reason, fenced, override, dryRun, seconds());
        return new Attempt(context, options).post(agent, "/api/v1/primary", Requests.of(request), "SetPrimary");
    }
}
