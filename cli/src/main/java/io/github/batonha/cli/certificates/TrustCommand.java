package io.github.batonha.cli.certificates;

import io.github.batonha.cli.agent.Json;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells nodes which authorities they trust. */
@Command(
        name = "trust",
        description =
                "Writes the authorities that each node trusts to certificates/NODE/ca.pem, and leaves its own certificate as it is.",
        footer = {
            "",
            "The way to a new authority without a gap. Copy the files to the nodes after each of the last three steps:",
            "  baton certificates init --replace",
            "  baton certificates trust --all",
            "  baton certificates renew --all",
            "  baton certificates trust --all --only-newest"
        })
final class TrustCommand implements Callable<Integer> {

    private final CommandContext context;
    private final GlobalOptions options;

    @Mixin
    private Nodes nodes = new Nodes();

    @Mixin
    private AuthorityOption authority = new AuthorityOption();

    @Option(
            names = "--only-newest",
            description = "Trust earlier authorities no more. Connections of nodes that only they vouch for end.")
    private boolean onlyNewest;

    TrustCommand(CommandContext context, GlobalOptions options) {
        this.context = context;
        this.options = options;
    }

    @Override
    public Integer call() {
        var hosts = nodes.hosts(context, options);
        var home = Nodes.home(context, options);
        var trusted = authority.open(home, context);
        if (onlyNewest) {
            trusted = trusted.withoutEarlier();
        }
        for (var host : hosts) {
            var files = Nodes.files(home, host);
            trusted.trust(files);
            context.out()
                    .println(
                            options.isJson()
                                    ? Json.empty()
                                            .with("node", new Json.Text(host.name()))
                                            .with(
                                                    "file",
                                                    new Json.Text(
                                                            files.authorities().toString()))
                                            .toLine()
                                    : "%s: %s".formatted(host.name(), files.authorities()));
        }
        return ExitCode.DONE.number();
    }
}
