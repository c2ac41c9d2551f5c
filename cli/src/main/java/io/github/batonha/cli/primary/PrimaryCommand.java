package io.github.batonha.cli.primary;

import io.github.batonha.cli.shell.Family;
import io.github.batonha.cli.shell.GlobalOptions;
import io.github.batonha.cli.shell.Shell;
import java.util.List;
import picocli.CommandLine.Command;

/** What is rarely done about the primary. */
@Command(
        name = "primary",
        synopsisSubcommandLabel = "COMMAND",
        description = "Repairs a node's record of the primary. To make a node the primary, use `baton set-primary`.",
        commandListHeading = "%nCommands:%n",
        footer = {"", "Example:", "  baton primary repair --dry-run"})
public final class PrimaryCommand implements Family {

    private final Shell shell;
    private final GlobalOptions options;

    public PrimaryCommand(Shell shell, GlobalOptions options) {
        this.shell = shell;
        this.options = options;
    }

    @Override
    public List<Object> members() {
        return List.of(new RepairCommand(shell, options));
    }
}
