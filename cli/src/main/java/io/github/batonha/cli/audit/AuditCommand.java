package io.github.batonha.cli.audit;

import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandGroup;
import io.github.batonha.cli.command.GlobalOptions;
import java.util.List;
import picocli.CommandLine.Command;

/** All that is done about the audit. */
@Command(
        name = "audit",
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Shows who ordered what on a node of this machine, and checks that nobody changed the record of it.",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "The files are logs/NODE/audit.jsonl and those beside it. Only the owner of the home can read them. "
                    + "docs/audit.md explains their fields.",
            "",
            "Example:",
            "  baton audit show --since 2h",
            "  baton audit verify"
        })
public final class AuditCommand implements CommandGroup {

    private final CommandContext context;
    private final GlobalOptions options;

    public AuditCommand(CommandContext context, GlobalOptions options) {
        this.context = context;
        this.options = options;
    }

    @Override
    public List<Object> members() {
        return List.of(new ShowCommand(context, options), new VerifyCommand(context, options));
    }
}
