package baton.cli.primary;

import static baton.cli.screen.Columns.left;
import static baton.cli.screen.Columns.right;

import baton.actors.api.Progress;
import baton.cli.screen.Style;
import baton.cli.screen.Times;
import java.time.Duration;

/** Draws one step of a request that takes time: when, what, and in words. */
public final class ProgressLine {

    private ProgressLine() {}

    public static String draw(Progress progress, boolean isColoured) {
        var time = right(Times.seconds(Duration.ofMillis(progress.elapsedMillis())), 8);
        var word = progress.isFinal() ? progress.outcome() : progress.phase();
        var gap = left("", Math.max(1, 9 - word.length()));
        return (time + "  " + Style.of(word).paint(word, isColoured) + gap + progress.text()).stripTrailing();
    }
}
