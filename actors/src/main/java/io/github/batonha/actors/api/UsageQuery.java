package io.github.batonha.actors.api;

import io.github.batonha.actors.wire.Wire;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the usage of a node.
 *
 * @param since from when on; the records decide how far back they go
 * @param brief whether the answer has to fit into one message between nodes
 * @param process of this one alone, with the parts of the time in any case; null for all
 */
public record UsageQuery(
        Instant since, By by, boolean brief, @Nullable String process) implements Wire {

    /** What makes a row. */
    public enum By {
        PROCESS,
        GROUP,
        NODE,
        /** Numbers that processes tell of themselves, a row for each series. */
        METRIC
    }
}
