package io.github.batonha.cli.cluster;

import io.github.batonha.cli.agent.AgentClient;
import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.agent.Json;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import java.util.Map;
import picocli.CommandLine.Command;

/** Prints where a browser finds the console. */
@Command(
        name = "console",
        description = "Prints a link to the web console, which logs a browser in once.",
        footer = {
            "",
            "The link counts for a minute, and logs in as the user who gives the command. A console "
                    + "of another host (--url) asks for a token: `baton token create` makes one.",
            "",
            "Examples:",
            "  baton console",
            "  baton console --node NodeB"
        })
public final class ConsoleCommand extends Subcommand {

    public ConsoleCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        var link = new Agents(context, options).choose().consoleLink();
        if (options.isJson()) {
            context.out().println(new Json.Fields(Map.of("url", new Json.Text(link))).toLine());
        } else {
            context.out().println(link);
            context.out()
                    .println(
                            link.contains(AgentClient.LOGIN_OF_LINK)
                                    ? "Open it in a browser within a minute; it logs in once."
                                    : "Open it in a browser, and log in with a token: see `baton token create --help`.");
        }
        return ExitCode.DONE.number();
    }
}
