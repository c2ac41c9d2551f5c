package io.github.batonha.cli.primary;

import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandGroup;
import io.github.batonha.cli.command.GlobalOptions;
import java.util.List;
import picocli.CommandLine.Command;

/** What is rarely done about the primary. */
@Command(
        name = "primary",
        synopsisSubcommandLabel = "COMMAND",
        description = "Repairs a node's record of the primary. To make a node the primary, use `baton set-primary`.",
        commandListHeading = "%nCommands:%n",
        footer = {"", "Example:", "  baton primary repair --dry-run"})
public final class PrimaryCommand implements CommandGroup {

    private final CommandContext context;
    private final GlobalOptions options;

    public PrimaryCommand(CommandContext context, GlobalOptions options) {
        this.context = context;
        this.options = options;
    }

    @Override
    public List<Object> members() {
        return List.of(new RepairCommand(context, options));
    }
}
