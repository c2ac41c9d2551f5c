package io.github.batonha.cli.certificates;

import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
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
final class TrustCommand extends CommandForNodes {

    @Mixin
    private AuthorityOption authority = new AuthorityOption();

    @Option(
            names = "--only-newest",
            description = "Trust earlier authorities no more. Connections of nodes that only they vouch for end.")
    private boolean onlyNewest;

    TrustCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        var hosts = hosts();
        var trusted = authority.open(home(), context);
        if (onlyNewest) {
            trusted = trusted.withoutEarlier();
        }
        for (var host : hosts) {
            var files = files(host);
            trusted.trust(files);
            tell(host, "file", files.authorities(), null);
        }
        return ExitCode.DONE.number();
    }
}
