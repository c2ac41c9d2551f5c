package io.github.batonha.cli.certificates;

import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.conf.certificates.CertificateFiles;
import io.github.batonha.conf.model.HostDefinition;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Issues the certificates of nodes. */
@Command(
        name = "issue",
        aliases = "renew",
        description =
                "Writes a new key and a new certificate of each node to certificates/NODE of the home, or of a user.",
        footer = {
            "",
            "The certificate names the host and its Address. Copy the folder to the node: an agent that runs takes it within seconds, "
                    + "and no connection ends.",
            "",
            "Examples:",
            "  baton certificates issue --all",
            "  baton certificates renew NodeB    the same, where it has one already",
            "  baton certificates issue --user alice@example.com    for baton.http.client-certificates"
        })
final class IssueCommand extends CommandForNodes {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._+@-]{0,98}[A-Za-z0-9])?");

    @Mixin
    private AuthorityOption authority = new AuthorityOption();

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            defaultValue = "397",
            description = "For how long. Default: ${DEFAULT-VALUE}.")
    private int days;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "A person or program in place of nodes, by an e-mail address or a DNS name. Their folder is"
                    + " certificates/users/NAME.")
    private @Nullable String user;

    IssueCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        var valid = Validity.of(days);
        var hosts = user == null ? hosts() : List.<HostDefinition>of();
        var issuer = authority.open(home(), context);
        var now = context.clock().instant();
        if (now.plus(valid).isAfter(issuer.certificate().getNotAfter().toInstant())) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "The authority itself ends at %s, before the certificates would"
                            .formatted(issuer.certificate().getNotAfter().toInstant()),
                    "give fewer --days, or make a new authority with `baton certificates init --replace`");
        }
        if (user != null) {
            checkUser(user);
            var files = new CertificateFiles(home().certificates("users").resolve(user));
            issuer.issueUser(user, files, now, valid);
            tell("user", user, "folder", files.folder(), now.plus(valid));
        }
        for (var host : hosts) {
            var files = files(host);
            issuer.issue(host, files, now, valid);
            tell(host, "folder", files.folder(), now.plus(valid));
        }
        return ExitCode.DONE.number();
    }

    /** The name of a host would make a host of the user; the agents would let it do nothing. */
    private void checkUser(String name) {
        var isHost = Nodes.installed(home(), context).stream()
                .anyMatch(host -> name.equalsIgnoreCase(host.name()) || name.equalsIgnoreCase(host.address()));
        if (!NAME.matcher(name).matches() || isHost) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    isHost
                            ? "'%s' is a host of the installed definition".formatted(name)
                            : "'%s' is no name of a user".formatted(name),
                    "give an e-mail address or a DNS name, such as alice@example.com");
        }
    }
}
