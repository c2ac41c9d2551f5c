package io.github.batonha.cli.token;

import static io.github.batonha.cli.output.Columns.left;

import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.agent.Json;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import io.github.batonha.cli.output.Times;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;

/** Shows which tokens there are. */
@Command(
        name = "list",
        description = "Lists all tokens: their names, roles and ends, and who created them.",
        footer = {
            "",
            "Tokens that expired stay in the list for 30 days, and so do revoked ones. ID is the beginning of the "
                    + "token's SHA-256.",
            "",
            "Example:",
            "  baton token list --output json"
        })
final class ListCommand extends Subcommand {

    ListCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        var tokens = new Agents(context, options).choose().get("/api/v1/tokens").items();
        if (options.isJson()) {
            tokens.forEach(token -> context.out().println(token.toLine()));
        } else if (tokens.isEmpty()) {
            context.out().println("There are no tokens. Create one: `baton token create --name NAME --role viewer`");
        } else {
            table(tokens);
        }
        return ExitCode.DONE.number();
    }

    private void table(List<Json> tokens) {
        var width = Math.max(
                "NAME".length(),
                tokens.stream()
                        .mapToInt(token -> token.text("name").length())
                        .max()
                        .orElse(0));
        row(width, "NAME", "ID", "ROLE", "STATE", "EXPIRES", "CREATED BY");
        for (var token : tokens) {
            row(
                    width,
                    token.text("name"),
                    token.text("id"),
                    token.text("role"),
                    token.text("state"),
                    Times.local(Instant.parse(token.text("expiresAt")), context.clock()),
                    token.text("by"));
        }
    }

    private void row(int width, String name, String id, String role, String state, String expires, String by) {
        context.out()
                .println(String.join(
                        "  ", left(name, width), left(id, 8), left(role, 8), left(state, 7), left(expires, 19), by));
    }
}
