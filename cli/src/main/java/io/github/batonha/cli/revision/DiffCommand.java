package io.github.batonha.cli.revision;

import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says how two revisions differ. */
@Command(
        name = "diff",
        description = "Shows what differs between two revisions of this home.",
        footer = {
            "",
            "A line each: + is new, - is gone, ~ changed. Of a new process or host its tags and items are not listed."
                    + " Encrypted values are not shown.",
            "A revision holds the definition, the processes and the settings. Jars and the files that processes read"
                    + " are not in it.",
            "",
            "Examples:",
            "  baton diff 3                    from number 3 to what is installed",
            "  baton diff 3 5                  from number 3 to number 5",
            "  baton diff 5f2a90c1 --output json"
        })
public final class DiffCommand extends Subcommand {

    @Parameters(
            index = "0",
            paramLabel = "A",
            description = "The older revision: its number, or 4 digits of it or more.")
    private String from = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "B",
            description = "The newer revision. Default: the one that is installed.")
    private @Nullable String to;

    public DiffCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        var here = InstalledHere.in(new Agents(context, options).home());
        var older = here.find(from);
        var newer = to == null ? here.installed() : here.find(to);
        var differences = here.revisions().differences(older, newer);
        if (options.isJson()) {
            context.out().println(RevisionText.json(older, newer, differences).toLine());
        } else {
            context.out()
                    .print("From %s to %s:%n%s"
                            .formatted(
                                    RevisionText.name(older, context.clock()),
                                    RevisionText.name(newer, context.clock()),
                                    RevisionText.differences(differences)));
        }
        return ExitCode.DONE.number();
    }
}
