package baton.cli.primary;

import baton.cli.agent.Agents;
import baton.cli.agent.Answers;
import baton.cli.shell.ExitCode;
import baton.cli.shell.GlobalOptions;
import baton.cli.shell.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists who made which node the primary, when, why, and what became of it. */
@Command(
        name = "history",
        description =
                "Lists every attempt to change the primary: when, from which node to which, who said so, and why.",
        footer = {
            "",
            "The epoch is the number of the activation; a greater one is newer. Newest last. All nodes list the same as soon as they have",
            "talked to each other; the newest 500 attempts are kept.",
            "",
            "Outcome: done; refused, with the reason; unfinished, where the former primary gave up and the new one was lost before it could",
            "take over. Left out: hosts that did not answer, confirmed down by the operator, or fenced. Took: until all primaryOnly processes",
            "were ready.",
            "",
            "With --times, in milliseconds: ask (until every host has promised), fence and wait (for hosts that were left out), release (until",
            "the former primary has given up), stop (of the release, from the signal to the end of its processes), commit, spawn (until the",
            "new processes have a pid), ready (until they are); own is what baton itself took: ask, release without stop, commit, spawn.",
            "",
            "Where several agents run on this machine, the first that answers is asked, unless --node names one.",
            "",
            "Examples:",
            "  baton history --times",
            "  baton history --output json"
        })
public final class HistoryCommand implements Callable<Integer> {

    @Option(names = "--times", description = "What took how long, instead of who and why.")
    private boolean times;

    private final Shell shell;
    private final GlobalOptions options;
    private final Agents agents;

    public HistoryCommand(Shell shell, GlobalOptions options) {
        this.shell = shell;
        this.options = options;
        this.agents = new Agents(shell, options);
    }

    @Override
    public Integer call() {
        var json = agents.getFromAny("/api/v1/history");
        if (options.isJson()) {
            json.items().forEach(entry -> shell.out().println(entry.toLine()));
        } else {
            var table = new HistoryTable(Answers.history(json), shell.clock());
            shell.out().print(times ? table.times() : table.people());
        }
        return ExitCode.DONE.number();
    }
}
