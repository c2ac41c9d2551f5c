package io.github.batonha.cli.revision;

import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import picocli.CommandLine.Command;

/** Lists what was installed in this home. */
@Command(
        name = "revisions",
        description = "Lists the last ten revisions that were installed in this home: when, by whom, and why.",
        footer = {
            "",
            "The newest comes first, and * marks the one that is installed. Numbers count the installs of this home."
                    + " The revision is the same on hosts that were installed alike.",
            "",
            "Examples:",
            "  baton revisions",
            "  baton diff 3      what changed since number 3",
            "  baton rollback 3  back to it"
        })
public final class RevisionsCommand extends Subcommand {

    public RevisionsCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        var here = InstalledHere.in(new Agents(context, options).home());
        if (options.isJson()) {
            here.revisions()
                    .list()
                    .forEach(revision ->
                            context.out().println(RevisionText.json(revision).toLine()));
        } else {
            var _ = here.installed();
            context.out().print(RevisionText.table(here.revisions().list(), context.clock()));
        }
        return ExitCode.DONE.number();
    }
}
