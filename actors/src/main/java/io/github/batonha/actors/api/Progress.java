package io.github.batonha.actors.api;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.batonha.actors.wire.Wire;
import io.github.batonha.actors.wire.WireText;
import java.util.List;
import java.util.Locale;

/**
 * One line of the NDJSON answer to a request that takes time. The last line of an answer, and only that, is final.
 *
 * @param text for people
 * @param elapsedMillis since the request began
 * @param remedy what to do next, where it was refused
 * @param silent hosts that did not answer and would have to be excluded, where that is why
 * @param reasons all that stands against it, where it was refused
 * @param silences what is known of the silent hosts
 */
public record Progress(
        Phase phase,
        String text,
        long elapsedMillis,
        Outcome outcome,
        String remedy,
        List<String> silent,
        List<Reason> reasons,
        List<Silence> silences)
        implements Wire {

    /** The work that goes on; its text is the one of the wire and of screens. */
    public enum Phase {
        FORWARD,
        ASK,
        FENCE,
        WAIT,
        RELEASE,
        COMMIT,
        START,
        REPAIR,
        BALANCER,
        USERS,
        LEAVE,
        STOP,
        DRAIN,
        WARNING;

        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** {@link #RUNNING} while there is more to come. */
    public enum Outcome {
        RUNNING,
        DONE,
        REFUSED;

        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

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
    public Progress(Phase phase, String text, long elapsedMillis, Outcome outcome, String remedy, List<String> silent) {
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

    /** The same of a request that began so much earlier. */
    public Progress later(long millis) {
        return new Progress(phase, text, elapsedMillis + millis, outcome, remedy, silent, reasons, silences);
    }

    public boolean isFinal() {
        return outcome != Outcome.RUNNING;
    }
}
