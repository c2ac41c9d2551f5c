package io.github.batonha.cli.screen;

import io.github.batonha.cli.shell.CommandFailed;
import io.github.batonha.cli.shell.ExitCode;
import io.github.batonha.cli.shell.GlobalOptions;
import io.github.batonha.cli.shell.Shell;
import io.github.batonha.cli.shell.TerminalSize;
import java.time.Duration;
import java.util.function.Supplier;

/** Shows a picture again and again, and goes on when the agent is away for a while: that is when people watch. */
public final class Repeat {

    private final Shell shell;
    private final GlobalOptions options;

    public Repeat(Shell shell, GlobalOptions options) {
        this.shell = shell;
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
        var screen = new Screen(shell);
        show(screen, picture.get());
        while (!shell.isUnread() && shell.pause().pause(time)) {
            try {
                if (shell.isTerminal()) {
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
            shell.err().println(failed.what());
        } else {
            var now = Times.local(shell.clock().instant(), shell.clock());
            screen.show(Style.RED.paint(failed.what(), shell.isColoured()) + "\n" + now + ": trying again\n");
        }
    }

    private void show(Screen screen, String picture) {
        if (options.isJson()) {
            shell.out().print(picture);
            shell.out().flush();
        } else {
            screen.show(picture);
        }
    }
}
