package io.github.batonha.cli.certificates;

import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Issues the certificates of nodes. */
@Command(
        name = "issue",
        aliases = "renew",
        description = "Writes a new key and a new certificate of each node to certificates/NODE of the home.",
        footer = {
            "",
            "The certificate names the host and its Address. Copy the folder to the node: an agent that runs takes it within seconds, "
                    + "and no connection ends.",
            "",
            "Examples:",
            "  baton certificates issue --all",
            "  baton certificates renew NodeB    the same, where it has one already"
        })
final class IssueCommand extends CommandForNodes {

    @Mixin
    private AuthorityOption authority = new AuthorityOption();

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            defaultValue = "397",
            description = "For how long. Default: ${DEFAULT-VALUE}.")
    private int days;

    IssueCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        var valid = Validity.of(days);
        var hosts = hosts();
        var issuer = authority.open(home(), context);
        var now = context.clock().instant();
        if (now.plus(valid).isAfter(issuer.certificate().getNotAfter().toInstant())) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "The authority itself ends at %s, before the certificates would"
                            .formatted(issuer.certificate().getNotAfter().toInstant()),
                    "give fewer --days, or make a new authority with `baton certificates init --replace`");
        }
        for (var host : hosts) {
            var files = files(host);
            issuer.issue(host, files, now, valid);
            tell(host, "folder", files.folder(), now.plus(valid));
        }
        return ExitCode.DONE.number();
    }
}
