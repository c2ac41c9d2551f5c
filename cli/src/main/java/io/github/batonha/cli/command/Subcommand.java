package io.github.batonha.cli.command;

import java.util.concurrent.Callable;

/** A command of baton: works in a context, with the options that all commands share, and returns its exit code. */
public abstract class Subcommand implements Callable<Integer> {

    protected final CommandContext context;
    protected final GlobalOptions options;

    protected Subcommand(CommandContext context, GlobalOptions options) {
        this.context = context;
        this.options = options;
    }

    @Override
    public abstract Integer call();
}
