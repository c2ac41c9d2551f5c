package io.github.batonha.cli.screen;

import io.github.batonha.cli.shell.Shell;

/** A picture that is shown again and again: redrawn in place on a terminal, one below the other elsewhere. */
public final class Screen {

    private static final String HOME = "\u001b[H";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";
    private static final String CLEAR_ALL = "\u001b[2J";

    private final Shell shell;
    private boolean isFirst = true;

    public Screen(Shell shell) {
        this.shell = shell;
    }

    /** Shows the picture. On a terminal no line flickers: each is overwritten, and only then the rest is cleared. */
    public void show(String picture) {
        if (shell.isTerminal()) {
            var lines = Fit.all(picture, shell.size()).replace("\n", CLEAR_LINE + "\n");
            shell.out().print((isFirst ? CLEAR_ALL : "") + HOME + lines + CLEAR_BELOW);
        } else {
            shell.out().print(isFirst ? picture : "\n" + picture);
        }
        isFirst = false;
        shell.out().flush();
    }
}
