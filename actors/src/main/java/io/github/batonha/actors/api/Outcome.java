package io.github.batonha.actors.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.batonha.actors.wire.Wire;
import io.github.batonha.actors.wire.WireText;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of one process of an {@link Operation}, one NDJSON line each; {@code process} is empty where it concerns the node.
 *
 * @param text why, and what to do
 * @param plan of what {@code apply} shows: what {@link ApplyRequest#shown} says of the node to have just that applied; else null
 * @param changes with the first line of a node's plan: from the revision that it runs to the installed one, where both are kept; else null
 */
public record Outcome(
        String node,
        String process,
        Result result,
        String text,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String plan,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RevisionChanges changes)
        implements Wire {

    /** How it went; its text is the one of the wire and of screens. */
    public enum Result {
        DONE,
        /** It already was so. */
        NOTHING,
        REFUSED,
        FAILED,
        /** A step on the way, which another outcome follows. */
        RUNNING,
        /** About to be done, or would be. */
        PLANNED;

        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int MOST_TEXT_BYTES = 64 << 10;

    public Outcome(String node, String process, Result result, String text) {
        this(node, process, result, text, null, null);
    }

    /** Otherwise the same. */
    public Outcome with(String itsPlan) {
        return new Outcome(node, process, result, text, itsPlan, changes);
    }

    /** Otherwise the same. */
    public Outcome with(RevisionChanges itsChanges) {
        return new Outcome(node, process, result, text, plan, itsChanges);
    }

    /** As it fits into a message between nodes. */
    public Outcome shortened() {
        var brief = WireText.cut(text, MOST_TEXT_BYTES);
        return brief.equals(text) ? this : new Outcome(node, process, result, brief, plan, changes);
    }

    /** Hash of the revision that {@code plan} was made of; empty where there is no plan. */
    public Optional<String> plannedRevision() {
        return Optional.ofNullable(plan)
                .filter(text -> text.indexOf('.') > 0)
                .map(text -> text.substring(0, text.indexOf('.')));
    }

    public boolean isOk() {
        return result != Result.REFUSED && result != Result.FAILED;
    }
}
