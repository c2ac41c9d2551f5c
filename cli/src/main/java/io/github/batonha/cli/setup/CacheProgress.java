package io.github.batonha.cli.setup;

import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.GlobalOptions;
import java.util.function.Consumer;

/** One line on a terminal that says which step of the start-up caches is under way. Says nothing to programs. */
final class CacheProgress implements Consumer<StartupCaches.Step>, AutoCloseable {

    private static final String NEW_LINE_IN_PLACE = "\r\u001b[K";

    private final CommandContext context;
    private final boolean isShown;

    CacheProgress(CommandContext context, GlobalOptions options) {
        this.context = context;
        this.isShown = context.isTerminal() && !options.isJson();
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
            context.out().print(NEW_LINE_IN_PLACE + text);
            context.out().flush();
        }
    }
}
