package io.github.batonha.cli.output;

import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.TerminalSize;
import java.time.Duration;
import java.util.function.Supplier;

/** Shows a picture again and again, and goes on when the agent is away for a while: that is when people watch. */
public final class Repeat {

    private final CommandContext context;
    private final GlobalOptions options;

    public Repeat(CommandContext context, GlobalOptions options) {
        this.context = context;
        this.options = options;
    }

    /**
     * The time between two pictures, as the words before it on the command line asked for it.
     *
     * @throws CommandFailed if it is less than a second
     */
    public static Duration interval(String words, int seconds) {
        if (seconds < 1) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    "%s repeats every 1 second or more, not every %d".formatted(words, seconds),
                    "say `baton %s 1`".formatted(words));
        }
        return Duration.ofSeconds(seconds);
    }

    /**
     * Returns when the command is asked to end or nobody reads the output any more.
     *
     * @throws CommandFailed if the very first picture fails: then the command was wrong, not the times
     */
    public void every(Duration time, Supplier<String> picture) {
        var screen = new Screen(context);
        show(screen, picture.get());
        while (!context.isUnread() && context.pause().pause(time)) {
            try {
                if (context.isTerminal()) {
                    TerminalSize.look();
                }
                show(screen, picture.get());
            } catch (CommandFailed failed) {
                if (failed.exitCode() != ExitCode.UNREACHABLE) {
                    throw failed;
                }
                away(screen, failed);
            }
        }
    }

    private void away(Screen screen, CommandFailed failed) {
        if (options.isJson()) {
            context.err().println(failed.what());
        } else {
            var now = Times.local(context.clock().instant(), context.clock());
            screen.show(Style.RED.paint(failed.what(), context.isColoured()) + "\n" + now + ": trying again\n");
        }
    }

    private void show(Screen screen, String picture) {
        if (options.isJson()) {
            context.out().print(picture);
            context.out().flush();
        } else {
            screen.show(picture);
        }
    }
}
