package io.github.batonha.cli.setup;

import io.github.batonha.cli.agent.Json;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import io.github.batonha.cli.output.Times;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the start-up caches of this installation. */
@Command(
        name = "warm-up",
        description = "Makes the caches that halve the start time of agent and commands.",
        footer = {
            "",
            "`baton install` does this once by itself. The caches belong to this installation and its "
                    + "JDK: run it again after an upgrade of either. Without caches everything works, but "
                    + "starts more slowly.",
            "A running agent is not touched.",
            "",
            "Examples:",
            "  baton warm-up",
            "  baton warm-up --force    also if they are fresh"
        })
public final class WarmUpCommand extends Subcommand {

    @Option(names = "--force", description = "Make them again even if they are fresh.")
    private boolean force;

    public WarmUpCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        var caches = StartupCaches.of(context)
                .orElseThrow(() -> new CommandFailed(
                        ExitCode.FAILED, "This does not run from an installation", "call bin/baton of one"));
        var begin = context.clock().instant();
        boolean isMade = (force || !caches.areFresh()) && make(caches, new CacheProgress(context, options));
        var took = Duration.between(begin, context.clock().instant());
        if (options.isJson()) {
            context.out()
                    .println(Json.empty()
                            .with("made", new Json.Flag(isMade))
                            .with("folder", new Json.Text(caches.folder().toString()))
                            .toLine());
        } else {
            context.out()
                    .println(
                            isMade
                                    ? "Start-up caches made in %s: %s".formatted(Times.seconds(took), caches.folder())
                                    : "The start-up caches are fresh, or being made: " + caches.folder());
        }
        return ExitCode.DONE.number();
    }

    private static boolean make(StartupCaches caches, CacheProgress progress) {
        try (progress) {
            return caches.make(progress);
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "The start-up caches can't be made: " + e.getMessage(),
                    "all works without them; the folder is " + caches.folder());
        }
    }
}
