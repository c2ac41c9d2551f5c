package io.github.batonha.actors.api;

import io.github.batonha.actors.wire.Wire;
import io.github.batonha.actors.wire.WireText;
import java.util.List;

/**
 * Why something is, or would be, refused.
 *
 * @param code of a fixed set, in lower case with dashes
 * @param text a sentence without its full stop
 * @param remedy what to do; may be empty
 * @param hosts that it is about, may be empty
 * @param overridable an operator may decide that it does not matter
 */
public record Reason(String code, String text, String remedy, List<String> hosts, boolean overridable) implements Wire {
    private static final int MOST_BYTES = 2 << 10;

    public Reason {
        hosts = List.copyOf(hosts);
    }

    /** As it fits into a message between nodes, beside others. */
    Reason shortened() {
        return new Reason(
                code,
                WireText.cut(text, MOST_BYTES),
                WireText.cut(remedy, MOST_BYTES),
                WireText.cut(hosts, MOST_BYTES),
                overridable);
    }
}
