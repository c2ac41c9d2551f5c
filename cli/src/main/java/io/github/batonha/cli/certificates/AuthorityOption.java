package io.github.batonha.cli.certificates;

import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.conf.model.BatonHome;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the authority stands. */
final class AuthorityOption {

    @Option(
            names = "--ca",
            paramLabel = "FOLDER",
            description =
                    "The folder of the authority. Default: certificates/ca of the home. Keep it off the hosts that run agents.")
    private @Nullable Path folder;

    Path folder(BatonHome home) {
        return folder != null ? folder : home.certificates("ca");
    }

    Authority open(BatonHome home, CommandContext context) {
        return Authority.open(
                folder(home), () -> context.askSecretly("Passphrase of the authority's key (not shown): "));
    }
}
