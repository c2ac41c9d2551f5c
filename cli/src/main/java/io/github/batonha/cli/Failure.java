package io.github.batonha.cli;

import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.supervision.secrets.VisibleText;
import java.util.List;
import java.util.NoSuchElementException;

/** Says in one voice how a command failed. */
final class Failure {

    private Failure() {}

    /** Returns the exit code. */
    static int say(Exception problem, CommandContext context) {
        return say(problem, List.of(), context);
    }

    /**
     * As {@link #say(Exception, CommandContext)}; where a name was mistyped, with the whole command that was meant.
     *
     * @param words those of the command that failed
     */
    static int say(Exception problem, List<String> words, CommandContext context) {
        context.out().flush();
        if (problem instanceof CommandFailed failed) {
            say(failed.what(), remedy(failed, words), context);
            return failed.exitCode().number();
        }
        var what = problem.getMessage();
        if (what == null || isFaultOfBaton(problem)) {
            say(problem.toString(), "this is a bug in baton: please report it with the lines that follow", context);
            problem.printStackTrace(context.err());
        } else {
            say(what, "", context);
        }
        return ExitCode.FAILED.number();
    }

    private static String remedy(CommandFailed failed, List<String> words) {
        return Suggestion.of(words, failed)
                .map(command -> "%s Then give `%s`".formatted(failed.remedy(), command))
                .orElse(failed.remedy());
    }

    /** What nobody thought of when it was written: without its place, nobody could find it. */
    private static boolean isFaultOfBaton(Exception problem) {
        return problem instanceof NullPointerException
                || problem instanceof IndexOutOfBoundsException
                || problem instanceof ClassCastException
                || problem instanceof NoSuchElementException;
    }

    private static void say(String what, String remedy, CommandContext context) {
        context.err().println("baton: " + VisibleText.lines(what));
        if (!remedy.isEmpty()) {
            context.err().println("  -> " + VisibleText.lines(remedy));
        }
    }
}
