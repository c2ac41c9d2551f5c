package io.github.batonha.cli.certificates;

import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.conf.certificates.CertificateFiles;
import io.github.batonha.conf.install.InstalledRevision;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.ConfigurationException;
import io.github.batonha.conf.model.HostDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which hosts of the installed definition a command is about. */
final class Nodes {

    @Parameters(paramLabel = "NODE", arity = "0..*", description = "Hosts of the installed definition.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--all", description = "All hosts of the installed definition.")
    private boolean all;

    /** Those of the installed hosts that are meant. */
    List<HostDefinition> hosts(List<HostDefinition> hosts) {
        if (all == !names.isEmpty()) {
            throw new CommandFailed(ExitCode.WRONG_USAGE, "It is not said for which nodes", "name them, or give --all");
        }
        if (all) {
            return hosts;
        }
        return names.stream()
                .map(name -> hosts.stream()
                        .filter(host -> host.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new CommandFailed(
                                ExitCode.FAILED,
                                "The installed definition has no host '%s'".formatted(name),
                                "its hosts are "
                                        + hosts.stream()
                                                .map(HostDefinition::name)
                                                .collect(Collectors.joining(", ")))))
                .toList();
    }

    static List<HostDefinition> installed(BatonHome home, CommandContext context) {
        try {
            return InstalledRevision.hosts(home, context.environment());
        } catch (ConfigurationException e) {
            throw new CommandFailed(ExitCode.FAILED, String.valueOf(e.getMessage()), "", e);
        }
    }

    static CertificateFiles files(BatonHome home, HostDefinition host) {
        return new CertificateFiles(home.certificates(host.name()));
    }
}
