package io.github.batonha.cli.setup;

import io.github.batonha.cli.shell.GlobalOptions;
import io.github.batonha.cli.shell.Shell;
import java.util.function.Consumer;

/** One line on a terminal that says which step of the start-up caches is under way. Says nothing to programs. */
final class CacheProgress implements Consumer<StartupCaches.Step>, AutoCloseable {

    private static final String NEW_LINE_IN_PLACE = "\r\u001b[K";

    private final Shell shell;
    private final boolean isShown;

    CacheProgress(Shell shell, GlobalOptions options) {
        this.shell = shell;
        this.isShown = shell.isTerminal() && !options.isJson();
    }

    @Override
    public void accept(StartupCaches.Step step) {
        show("Start-up caches, " + step + " …");
    }

    /** Removes the line. */
    @Override
    public void close() {
        show("");
    }

    private void show(String text) {
        if (isShown) {
            shell.out().print(NEW_LINE_IN_PLACE + text);
            shell.out().flush();
        }
    }
}
