package io.github.batonha.cli.certificates;

import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandGroup;
import io.github.batonha.cli.command.GlobalOptions;
import java.util.List;
import picocli.CommandLine.Command;

/** All that is done about certificates. */
@Command(
        name = "certificates",
        synopsisSubcommandLabel = "COMMAND",
        description = "Makes, brings in and shows the certificates by which nodes know each other.",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Give the two commands of the example on one host. Then copy the folder certificates/NODE of the home to each node, "
                    + "and start the agents.",
            "",
            "Example:",
            "  baton certificates init",
            "  baton certificates issue --all"
        })
public final class CertificatesCommand implements CommandGroup {

    private final CommandContext context;
    private final GlobalOptions options;

    public CertificatesCommand(CommandContext context, GlobalOptions options) {
        this.context = context;
        this.options = options;
    }

    @Override
    public List<Object> members() {
        return List.of(
                new InitCommand(context, options),
                new IssueCommand(context, options),
                new TrustCommand(context, options),
                new ImportCommand(context, options),
                new ShowCommand(context, options));
    }
}
