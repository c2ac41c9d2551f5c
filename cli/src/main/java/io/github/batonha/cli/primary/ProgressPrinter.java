package io.github.batonha.cli.primary;

import static io.github.batonha.cli.output.Columns.left;
import static io.github.batonha.cli.output.Columns.right;

import io.github.batonha.actors.api.Progress;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.output.Style;
import io.github.batonha.cli.output.Times;
import java.time.Duration;

/**
 * Shows the steps of a SetPrimary as they happen: when, what, and in words. A wait that is counted down stays on one line of a
 * terminal; elsewhere it is told every few seconds.
 */
public final class ProgressPrinter {

    private static final Duration BETWEEN_WAITS = Duration.ofSeconds(5);
    private static final String LINE_AGAIN = "\u001b[1A\u001b[2K";

    private final CommandContext context;
    private boolean isAfterWait;
    private Duration lastWait = Duration.ZERO;

    public ProgressPrinter(CommandContext context) {
        this.context = context;
    }

    public void show(Progress progress) {
        var at = Duration.ofMillis(progress.elapsedMillis());
        var isWait = progress.phase() == Progress.Phase.WAIT && !progress.isFinal();
        if (isWait && isAfterWait) {
            if (context.isTerminal()) {
                context.out().print(LINE_AGAIN);
            } else if (at.minus(lastWait).compareTo(BETWEEN_WAITS) < 0) {
                return;
            }
        }
        isAfterWait = isWait;
        lastWait = at;
        context.out().println(line(progress, at));
        context.out().flush();
    }

    private String line(Progress progress, Duration at) {
        var word = (progress.isFinal() ? progress.outcome() : progress.phase()).toString();
        var gap = left("", Math.max(1, 9 - word.length()));
        var painted = Style.of(word).paint(word, context.isColoured());
        return (right(Times.seconds(at), 8) + "  " + painted + gap + progress.text()).stripTrailing();
    }
}
