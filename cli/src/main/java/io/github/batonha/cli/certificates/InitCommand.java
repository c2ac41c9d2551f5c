package io.github.batonha.cli.certificates;

import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.agent.Json;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes an authority. */
@Command(
        name = "init",
        description = "Makes an authority of one's own, which issues the certificates of the nodes.",
        footer = {
            "",
            "Whoever has the key of the authority can make certificates of any node. The key is in a file of mode 0600. "
                    + "With --passphrase it is encrypted, and each issue asks for it.",
            "",
            "Examples:",
            "  baton certificates init --passphrase",
            "  baton certificates init --replace    a new one; nodes trust the old one too, until trust --only-newest"
        })
final class InitCommand extends Subcommand {

    @Mixin
    private AuthorityOption authority = new AuthorityOption();

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            defaultValue = "3650",
            description = "For how long. Default: ${DEFAULT-VALUE}.")
    private int days;

    @Option(
            names = "--passphrase",
            description = "Encrypt the key: ask for a passphrase, or read the first line of standard input.")
    private boolean hasPassphrase;

    @Option(names = "--replace", description = "Where there is one: make a new one that takes its place.")
    private boolean replace;

    InitCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        var folder = authority.folder(new Agents(context, options).home());
        if (Authority.isIn(folder) && !replace) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "There is an authority in %s already".formatted(folder),
                    "issue certificates with it, or give --replace for a new one");
        }
        var passphrase = hasPassphrase ? context.askSecretly("Passphrase of the new key (not shown): ") : new char[0];
        if (hasPassphrase && passphrase.length == 0) {
            throw new CommandFailed(ExitCode.FAILED, "The passphrase is empty", "give one, or leave --passphrase out");
        }
        var made = Authority.create(folder, passphrase, context.clock().instant(), Validity.of(days));
        Arrays.fill(passphrase, '\0');
        var until = made.certificate().getNotAfter().toInstant().toString();
        context.out()
                .println(
                        options.isJson()
                                ? Json.empty()
                                        .with("folder", new Json.Text(folder.toString()))
                                        .with("until", new Json.Text(until))
                                        .toLine()
                                : "Made the authority in %s, valid until %s. Next: `baton certificates issue --all`."
                                        .formatted(folder, until));
        return ExitCode.DONE.number();
    }
}
