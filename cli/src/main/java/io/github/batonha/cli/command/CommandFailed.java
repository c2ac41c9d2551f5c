package io.github.batonha.cli.command;

import org.jspecify.annotations.Nullable;

/** Ends a command with words for people: what went wrong, and what to do next. Never shown as a stack trace. */
public final class CommandFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final String what;
    private final String remedy;

    public CommandFailed(ExitCode exitCode, String what, String remedy) {
        this(exitCode, what, remedy, null);
    }

    /** As a command says it. {@code remedy} is what to do next; empty where {@code what} says it all. */
    public CommandFailed(ExitCode exitCode, String what, String remedy, @Nullable Throwable cause) {
        super(what, cause);
        this.exitCode = exitCode;
        this.what = what;
        this.remedy = remedy;
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    public String what() {
        return what;
    }

    /** Empty where there is nothing to add. */
    public String remedy() {
        return remedy;
    }
}
