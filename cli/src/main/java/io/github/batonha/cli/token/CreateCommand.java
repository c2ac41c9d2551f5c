package io.github.batonha.cli.token;

import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.agent.Json;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import io.github.batonha.cli.output.Times;
import io.github.batonha.conf.parsing.Durations;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a token and prints it. */
@Command(
        name = "create",
        description = "Creates a token and prints it. It is shown this once: no node keeps it.",
        footer = {
            "",
            "Roles: viewer (see), operator (also start, stop, restart, drain, logs), admin (everything).",
            "The token goes to standard output, and all else to standard error.",
            "",
            "Example:",
            "  (umask 077; baton token create --name ci --role operator > ci.token)"
        })
final class CreateCommand extends Subcommand {

    @Option(
            names = "--name",
            required = true,
            paramLabel = "NAME",
            description = "Its name in the history and the audit: letters, digits, dots, dashes and underscores.")
    private String name = "";

    @Option(
            names = "--role",
            required = true,
            paramLabel = "ROLE",
            description = "What it may do: viewer, operator or admin.")
    private String role = "";

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            defaultValue = "90d",
            description = "How long it counts, from 1m to 1096d, such as 12h or 30d. Default: 90d.")
    private String expires = "90d";

    CreateCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        var lifetime = Durations.parse(expires)
                .orElseThrow(() -> new CommandFailed(
                        ExitCode.WRONG_USAGE,
                        "--expires is \"%s\", which is no time".formatted(expires),
                        "give a number with its unit, such as 90d or 12h"));
        var request = Json.empty()
                .with("name", new Json.Text(name))
                .with("role", new Json.Text(role))
                .with("expires", new Json.Text(lifetime.toString()));
        new Agents(context, options).choose().post("/api/v1/tokens", request, this::show);
        return ExitCode.DONE.number();
    }

    private void show(Json made) {
        if (options.isJson()) {
            context.out().println(made.toLine());
            return;
        }
        context.out().println(made.text("token"));
        context.err()
                .println("This is the token of %s, %s until %s. It is not shown again."
                        .formatted(
                                made.text("name"),
                                made.text("role"),
                                Times.local(Instant.parse(made.text("expiresAt")), context.clock())));
    }
}
