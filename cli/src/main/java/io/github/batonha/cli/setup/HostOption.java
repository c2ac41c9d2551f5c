package io.github.batonha.cli.setup;

import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.conf.model.LocalHost;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which host of the system definition a command is about. */
final class HostOption {

    @Option(
            names = "--name",
            paramLabel = "HOST",
            description = "The host in the system definition. Default: --node, else this machine's name.")
    private @Nullable String name;

    String host(CommandContext context, GlobalOptions options) {
        return name != null ? name : options.node(context).orElseGet(LocalHost::name);
    }
}
