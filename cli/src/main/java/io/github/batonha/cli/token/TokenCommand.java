package io.github.batonha.cli.token;

import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandGroup;
import io.github.batonha.cli.command.GlobalOptions;
import java.util.List;
import picocli.CommandLine.Command;

/** All that is done about tokens. */
@Command(
        name = "token",
        synopsisSubcommandLabel = "COMMAND",
        description = "Creates, lists and revokes tokens, by which programs and people use HTTP with a role.",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "All nodes know the same tokens. A node that was away learns of changes when it is back. Nodes keep "
                    + "hashes alone, in run/NODE/tokens.json. Only administrators can give these commands.",
            "",
            "Examples:",
            "  baton token create --name ci --role operator --expires 90d",
            "  baton token revoke ci"
        })
public final class TokenCommand implements CommandGroup {

    private final CommandContext context;
    private final GlobalOptions options;

    public TokenCommand(CommandContext context, GlobalOptions options) {
        this.context = context;
        this.options = options;
    }

    @Override
    public List<Object> members() {
        return List.of(
                new CreateCommand(context, options),
                new ListCommand(context, options),
                new RevokeCommand(context, options));
    }
}
