package io.github.batonha.cli.token;

import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes a token back. */
@Command(
        name = "revoke",
        description = "Revokes the token of that name, on all nodes at once.",
        footer = {
            "",
            "A node that can't be reached refuses the token as soon as it hears of it: within about 10 seconds once it "
                    + "is back.",
            "",
            "Example:",
            "  baton token revoke ci"
        })
final class RevokeCommand extends Subcommand {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

    @Parameters(paramLabel = "NAME", description = "The name that it was created with.")
    private String name = "";

    RevokeCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        if (!NAME.matcher(name).matches()) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    "\"%s\" is no name of a token".formatted(name),
                    "see the names with `baton token list`");
        }
        var revoked = new Agents(context, options)
                .choose()
                .delete("/api/v1/tokens/" + name)
                .items();
        if (options.isJson()) {
            revoked.forEach(token -> context.out().println(token.toLine()));
        } else {
            context.out().println("Revoked the token of %s".formatted(name));
        }
        return ExitCode.DONE.number();
    }
}
