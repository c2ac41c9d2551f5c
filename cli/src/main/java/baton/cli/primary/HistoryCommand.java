package baton.cli.primary;

import static baton.cli.screen.Columns.left;

import baton.actors.api.HistoryEntry;
import baton.cli.agent.Agents;
import baton.cli.agent.Answers;
import baton.cli.screen.Times;
import baton.cli.shell.ExitCode;
import baton.cli.shell.GlobalOptions;
import baton.cli.shell.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists who made which node the primary, when, and why. */
@Command(
        name = "history",
        description = "Lists every change of the primary: when, from which node to which, who said so, and why.",
        footer = {
            "",
            "The epoch is the number of the activation; a greater one is newer. Newest last. A node that was confirmed",
            "down rests on the word of who said so; one that was fenced was switched off.",
            "Where several agents run on this machine, the first that answers is asked, unless --node names one.",
            "",
            "Example:",
            "  baton history --output json"
        })
public final class HistoryCommand implements Callable<Integer> {

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
            shell.out().print(draw(Answers.history(json)));
        }
        return ExitCode.DONE.number();
    }

    private String draw(List<HistoryEntry> entries) {
        if (entries.isEmpty()) {
            return "No node has been primary yet: say `baton set-primary NODE`.\n";
        }
        var text = new StringBuilder(row("When", "From", "To", "By", "Confirmed down", "Epoch", "Reason"));
        for (var entry : entries) {
            text.append(row(
                    Times.local(entry.at(), shell.clock()),
                    entry.from() == null ? "-" : entry.from(),
                    entry.to(),
                    entry.by(),
                    excluded(entry),
                    Long.toString(entry.epoch()),
                    entry.reason()));
        }
        return text.toString();
    }

    private static String excluded(HistoryEntry entry) {
        var all = new ArrayList<>(entry.confirmedDown());
        entry.fenced().forEach(host -> all.add(host + " fenced"));
        return all.isEmpty() ? "-" : String.join(",", all);
    }

    private static String row(
            String when, String from, String to, String by, String down, String epoch, String reason) {
        var row = left(when, 19) + "  " + left(from, 10) + "  " + left(to, 10) + "  " + left(by, 10) + "  "
                + left(down, 14) + "  " + left(epoch, 15) + "  " + reason;
        return row.stripTrailing() + "\n";
    }
}
