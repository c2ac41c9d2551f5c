package io.github.batonha.cli.output;

import io.github.batonha.cli.command.CommandContext;

/** A picture that is shown again and again: redrawn in place on a terminal, one below the other elsewhere. */
public final class Screen {

    private static final String HOME = "\u001b[H";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";
    private static final String CLEAR_ALL = "\u001b[2J";

    private final CommandContext context;
    private boolean isFirst = true;

    public Screen(CommandContext context) {
        this.context = context;
    }

    /** Shows the picture. On a terminal no line flickers: each is overwritten, and only then the rest is cleared. */
    public void show(String picture) {
        show(picture, "");
    }

    /** With a tail whose lines are not cut. */
    public void show(String picture, String tail) {
        if (context.isTerminal()) {
            var lines = Fit.all(picture, tail, context.size()).replace("\n", CLEAR_LINE + "\n");
            context.out().print((isFirst ? CLEAR_ALL : "") + HOME + lines + CLEAR_BELOW);
        } else {
            context.out().print((isFirst ? "" : "\n") + picture + tail);
        }
        isFirst = false;
        context.out().flush();
    }
}
