package io.github.batonha.cli.primary;

import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.agent.Answers;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists who made which node the primary, when, why, and what became of it. */
@Command(
        name = "history",
        description = "Lists every attempt to change the primary: when, from which node to which, by whom, and why.",
        footer = {
            "",
            "The newest attempt is last. The epoch is the number of the activation; a greater one is "
                    + "newer. All nodes list the same once they have talked to each other. The newest 500 "
                    + "attempts are kept.",
            "",
            "Outcome: done, refused (with the reason), or unfinished. Unfinished means that the "
                    + "former primary gave up, but the new one was lost before it took over.",
            "What is scheduled with set-primary --at stands there as scheduled, and as cancelled or missed if it "
                    + "was not done at its time.",
            "Left out: hosts that did not answer and were confirmed down or fenced.",
            "Took: the time until all primaryOnly processes were ready.",
            "Gap: at most so long no primaryOnly process ran. It is known where the former primary "
                    + "gave up by itself.",
            "",
            "With --times, in milliseconds:",
            "- ask: until every host has promised",
            "- fence, wait: for hosts that were left out",
            "- release: until the former primary has given up",
            "- stop: the part of release from the signal to the exit of its processes",
            "- commit: until the assignment is stored",
            "- spawn: until the new processes have a PID",
            "- ready: until the new processes are ready",
            "- own: the time of baton itself: ask, release without stop, commit, spawn",
            "",
            "Where several agents run on this machine, the first one that answers is asked. Name "
                    + "another one with --node.",
            "",
            "Examples:",
            "  baton history --times",
            "  baton history --output json"
        })
public final class HistoryCommand extends Subcommand {

    @Option(names = "--times", description = "Show the time of each step instead of who and why.")
    private boolean times;

    private final Agents agents;

    public HistoryCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
        this.agents = new Agents(context, options);
    }

    @Override
    public Integer call() {
        var json = agents.getFromAny("/api/v1/history");
        if (options.isJson()) {
            json.items().forEach(entry -> context.out().println(entry.toLine()));
        } else {
            var table = new HistoryTable(Answers.history(json), context.clock());
            context.out().print(times ? table.times() : table.people());
        }
        return ExitCode.DONE.number();
    }
}
