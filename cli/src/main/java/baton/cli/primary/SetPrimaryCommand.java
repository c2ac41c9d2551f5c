package baton.cli.primary;

import baton.actors.api.Progress;
import baton.actors.api.SetPrimaryRequest;
import baton.cli.agent.AgentClient;
import baton.cli.agent.Agents;
import baton.cli.agent.Answers;
import baton.cli.agent.Requests;
import baton.cli.shell.CommandFailed;
import baton.cli.shell.ExitCode;
import baton.cli.shell.GlobalOptions;
import baton.cli.shell.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
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
            "Where a node does not answer, this is refused and nothing changes, unless you say that the node is",
            "down. Down means: its machine is off; or its agent and all its primaryOnly processes have ended and",
            "nobody starts them. On a terminal you are asked; a script says --confirm-down. If it is said of a node",
            "that is in truth alive and cut off, primaryOnly processes run on two nodes at once.",
            "",
            "Examples:",
            "  baton set-primary                              this node",
            "  baton set-primary NodeB --reason 'disk swap'   another one; the reason is kept in the history",
            "  baton set-primary NodeB --confirm-down NodeA   after NodeA was lost"
        })
public final class SetPrimaryCommand implements Callable<Integer> {

    private final Shell shell;
    private final GlobalOptions options;
    private final Agents agents;

    @Parameters(arity = "0..1", paramLabel = "NODE", description = "The node to become primary. Default: this node.")
    private @Nullable String target;

    @Option(
            names = "--confirm-down",
            paramLabel = "NODE",
            description = "You know that this node is down, as explained below. May be given several times.")
    private List<String> confirmDown = new ArrayList<>();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
    private String reason = "";

    public SetPrimaryCommand(Shell shell, GlobalOptions options) {
        this.shell = shell;
        this.options = options;
        this.agents = new Agents(shell, options);
    }

    @Override
    public Integer call() {
        var agent = target == null ? agents.choose() : agents.chooseFor(target);
        var end = attempt(agent, confirmDown);
        if (mayBeAsked(end) && new DownQuestion(shell).isConfirmed(end.silent(), agent)) {
            var confirmed = new ArrayList<>(confirmDown);
            confirmed.addAll(end.silent());
            end = attempt(agent, confirmed);
        }
        if (end.outcome().equals(Progress.DONE)) {
            return ExitCode.DONE.number();
        }
        throw new CommandFailed(ExitCode.FAILED, "SetPrimary was refused: " + end.text(), end.remedy());
    }

    private boolean mayBeAsked(Progress end) {
        return end.outcome().equals(Progress.REFUSED)
                && !end.silent().isEmpty()
                && shell.isTerminal()
                && !options.isJson();
    }

    private Progress attempt(AgentClient agent, List<String> down) {
        var last = new AtomicReference<Optional<Progress>>(Optional.empty());
        var request = new SetPrimaryRequest(target, down, shell.user(), reason);
        var printer = new ProgressPrinter(shell);
        agent.post("/api/v1/primary", Requests.of(request), line -> {
            var progress = Answers.progress(line);
            last.set(Optional.of(progress));
            if (options.isJson()) {
                shell.out().println(line.toLine());
            } else if (!progress.outcome().equals(Progress.REFUSED)) {
                printer.show(progress);
            }
        });
        return last.get()
                .filter(Progress::isFinal)
                .orElseThrow(() -> new CommandFailed(
                        ExitCode.FAILED,
                        "The agent of %s ended its answer before it said how SetPrimary went".formatted(agent.node()),
                        "look at `baton mon-cluster`; giving the command again is safe"));
    }
}
