package io.github.batonha.cli.command;

/** What a command leaves to the shell that called it. */
public enum ExitCode {
    DONE(0),
    /** Refused or failed: the words on standard error say why, and what to do. */
    FAILED(1),
    /** The command line or the choice of the agent is wrong; nothing was tried. */
    WRONG_USAGE(64),
    /** The agent can't be reached. */
    UNREACHABLE(69);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
