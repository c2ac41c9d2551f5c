package io.github.batonha.cli.certificates;

import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.agent.Json;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import io.github.batonha.conf.certificates.CertificateFiles;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.HostDefinition;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** Writes files of nodes to the home, and says where. */
abstract class CommandForNodes extends Subcommand {

    @Mixin
    private Nodes nodes = new Nodes();

    CommandForNodes(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    /** Those that the command is about. */
    List<HostDefinition> hosts() {
        return nodes.hosts(Nodes.installed(home(), context));
    }

    BatonHome home() {
        return new Agents(context, options).home();
    }

    CertificateFiles files(HostDefinition host) {
        return Nodes.files(home(), host);
    }

    /** A line of what was written. */
    void tell(HostDefinition host, String field, Path written, @Nullable Instant until) {
        tell("node", host.name(), field, written, until);
    }

    /** The same of somebody else; {@code what} is the field of the name. */
    void tell(String what, String name, String field, Path written, @Nullable Instant until) {
        var json = Json.empty().with(what, new Json.Text(name)).with(field, new Json.Text(written.toString()));
        var text = "%s: %s".formatted(name, written);
        if (until != null) {
            json = json.with("until", new Json.Text(until.toString()));
            text += ", valid until " + until;
        }
        context.out().println(options.isJson() ? json.toLine() : text);
    }
}
