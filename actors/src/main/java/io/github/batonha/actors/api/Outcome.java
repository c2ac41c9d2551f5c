package io.github.batonha.actors.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.batonha.actors.wire.Wire;
import io.github.batonha.actors.wire.WireText;
import org.jspecify.annotations.Nullable;

/**
 * What became of one process of an {@link Operation}, one NDJSON line each; {@code process} is empty where it concerns the node.
 *
 * @param result {@code done}, {@code nothing} (it already was so), {@code refused}, {@code failed}, {@code running}: a step
 *     on the way, which another outcome follows; or {@code planned}: what is about to be done, or would be
 * @param text why, and what to do
 * @param plan of what {@code apply} shows: what {@link ApplyRequest#shown} says of the node to have just that applied; else null
 */
public record Outcome(
        String node,
        String process,
        String result,
        String text,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String plan)
        implements Wire {
    public static final String RUNNING = "running";
    public static final String PLANNED = "planned";

    private static final int MOST_TEXT_BYTES = 64 << 10;

    public Outcome(String node, String process, String result, String text) {
        this(node, process, result, text, null);
    }

    /** Otherwise the same. */
    public Outcome with(String itsPlan) {
        return new Outcome(node, process, result, text, itsPlan);
    }

    /** As it fits into a message between nodes. */
    public Outcome shortened() {
        var brief = WireText.cut(text, MOST_TEXT_BYTES);
        return brief.equals(text) ? this : new Outcome(node, process, result, brief, plan);
    }

    public boolean isOk() {
        return result.equals("done") || result.equals("nothing") || result.equals(RUNNING) || result.equals(PLANNED);
    }
}
