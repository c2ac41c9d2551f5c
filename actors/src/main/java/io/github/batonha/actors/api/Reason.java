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
 * @param next orders that the remedy speaks of, in its order; may be empty
 */
public record Reason(
        String code, String text, String remedy, List<String> hosts, boolean overridable, List<NextOrder> next)
        implements Wire {
    /** The target is a witness, which runs no processes. */
    public static final String WITNESS = "witness";

    /** The target did not become ready in time, and nothing was changed. */
    public static final String NOT_READY = "not-ready";

    /** The order can't be meant so. */
    public static final String WRONG_ORDER = "wrong-order";

    private static final int MOST_BYTES = 2 << 10;

    public Reason {
        hosts = List.copyOf(hosts);
        next = next == null ? List.of() : List.copyOf(next); // An earlier release names none.
    }

    /** As it fits into a message between nodes, beside others. An order is whole or left out. */
    Reason shortened() {
        return new Reason(
                code,
                WireText.cut(text, MOST_BYTES),
                WireText.cut(remedy, MOST_BYTES),
                WireText.cut(hosts, MOST_BYTES),
                overridable,
                next.stream().mapToInt(NextOrder::bytes).sum() > MOST_BYTES ? List.of() : next);
    }
}
