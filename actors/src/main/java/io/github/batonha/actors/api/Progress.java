package io.github.batonha.actors.api;

import io.github.batonha.actors.wire.Wire;
import io.github.batonha.actors.wire.WireText;
import java.util.List;

/**
 * One line of the NDJSON answer to a request that takes time. The last line of an answer, and only that, is final.
 *
 * @param phase what is being done: {@code ask, wait, release, commit, start, stop …}
 * @param text for people
 * @param elapsedMillis since the request began
 * @param outcome {@code running} while there is more to come, then {@code done} or {@code refused}
 * @param remedy what to do next, where it was refused
 * @param silent hosts that did not answer and would have to be excluded, where that is why
 * @param reasons all that stands against it, where it was refused
 * @param silences what is known of the silent hosts
 */
public record Progress(
        String phase,
        String text,
        long elapsedMillis,
        String outcome,
        String remedy,
        List<String> silent,
        List<Reason> reasons,
        List<Silence> silences)
        implements Wire {
    public static final String RUNNING = "running";
    public static final String DONE = "done";
    public static final String REFUSED = "refused";

    private static final int MOST_TEXT_BYTES = 16 << 10;
    private static final int MOST_NAMES_BYTES = 8 << 10;
    private static final int MOST_REASONS = 20;
    private static final int MOST_SILENCES = 50;

    public Progress {
        silent = List.copyOf(silent);
        reasons = List.copyOf(reasons);
        silences = List.copyOf(silences);
    }

    /** Without reasons. */
    public Progress(String phase, String text, long elapsedMillis, String outcome, String remedy, List<String> silent) {
        this(phase, text, elapsedMillis, outcome, remedy, silent, List.of(), List.of());
    }

    /** As it fits into a message between nodes. */
    public Progress shortened() {
        return new Progress(
                phase,
                WireText.cut(text, MOST_TEXT_BYTES),
                elapsedMillis,
                outcome,
                WireText.cut(remedy, MOST_TEXT_BYTES),
                WireText.cut(silent, MOST_NAMES_BYTES),
                reasons.stream().limit(MOST_REASONS).map(Reason::shortened).toList(),
                silences.stream().limit(MOST_SILENCES).toList());
    }

    public boolean isFinal() {
        return !outcome.equals(RUNNING);
    }
}
