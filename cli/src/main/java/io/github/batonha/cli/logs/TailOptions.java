package io.github.batonha.cli.logs;

import io.github.batonha.cli.command.CommandContext;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is common to commands that show what was written as time went on. */
public final class TailOptions {

    @Option(
            names = {"-f", "--follow"},
            description = "Then show new lines as they come, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = {"-s", "--host"},
            paramLabel = "HOST",
            description = "Only this node.")
    private @Nullable String host;

    @Option(names = "--since", paramLabel = "TIME", description = "Begin at that time.")
    private @Nullable String since;

    public boolean isFollowed() {
        return follow;
    }

    public Optional<String> host() {
        return Optional.ofNullable(host);
    }

    public boolean hasSince() {
        return since != null;
    }

    /** As agents are told it. Throws a {@link io.github.batonha.cli.command.CommandFailed} where it is no time. */
    public Optional<String> since(CommandContext context) {
        return time("--since", since, context);
    }

    static Optional<String> time(String option, @Nullable String text, CommandContext context) {
        return Optional.ofNullable(text)
                .map(given -> LogTime.parse(option, given, context.clock().instant(), ZoneId.systemDefault())
                        .toString());
    }
}
