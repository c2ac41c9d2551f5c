package io.github.batonha.actors.api;

import io.github.batonha.actors.wire.Wire;
import java.time.Instant;

/**
 * What is asked of the usage of a node.
 *
 * @param since from when on; the records decide how far back they go
 * @param brief whether the answer has to fit into one message between nodes
 */
public record UsageQuery(Instant since, By by, boolean brief) implements Wire {

    /** What makes a row. */
    public enum By {
        PROCESS,
        GROUP,
        NODE,
        /** Numbers that processes tell of themselves, a row for each series. */
        METRIC
    }
}
