package io.github.batonha.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that stand before or after every verb. */
public final class GlobalOptions {

    @Option(
            names = "--node",
            paramLabel = "NODE",
            scope = ScopeType.INHERIT,
            description = "The agent to talk to where several run on this machine (or BATON_NODE).")
    private @Nullable String node;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "The installation's folder (or BATON_HOME). Default: a running demo's,"
                    + " else the folder that baton is installed in.")
    private @Nullable Path home;

    @Option(
            names = "--url",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "The agent of another host, such as https://NodeA:8558 (or BATON_URL).")
    private @Nullable String url;

    @Option(
            names = "--identity",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "With --url: a folder with ca.pem, and token, or certificate.pem and key.pem"
                    + " (or BATON_IDENTITY). Default: .baton in the home of this user.")
    private @Nullable Path identity;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            completionCandidates = Output.OfMostCommands.class,
            description = "table, or json: one value a line, with stable field names. Default: table.")
    private Output output = Output.TABLE;

    public Optional<String> node(CommandContext context) {
        return node != null ? Optional.of(node) : context.variable("BATON_NODE");
    }

    /** The option alone: what a command wipes must not come from a variable that was set for something else. */
    public Optional<Path> explicitHome() {
        return Optional.ofNullable(home);
    }

    public Optional<Path> home(CommandContext context) {
        return home != null ? Optional.of(home) : context.variable("BATON_HOME").map(Path::of);
    }

    /** Of an agent that is asked over the network; empty for one of this host. */
    public Optional<String> url(CommandContext context) {
        return url != null ? Optional.of(url) : context.variable("BATON_URL");
    }

    /** Where the user keeps what an agent of another host knows them by. */
    public Path identity(CommandContext context) {
        return identity != null
                ? identity
                : context.variable("BATON_IDENTITY")
                        .map(Path::of)
                        .orElseGet(() -> Path.of(System.getProperty("user.home", "."), ".baton"));
    }

    public boolean isCsv() {
        return output == Output.CSV;
    }

    public boolean isJson() {
        return output == Output.JSON;
    }
}
