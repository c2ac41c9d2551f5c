package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.Report;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a simulated operator ordered and is waiting for. */
final class SimOrder {

    final String target;
    final Set<String> confirmDown;
    /** Those of {@code confirmDown} that are not down at all. */
    final Set<String> falsely;

    /** Reading of the target's monotonic clock. */
    final long orderedNanos;

    /** Epoch under which each host promised to it last. */
    final Map<String, Epoch> promises = new HashMap<>();

    @Nullable
    Report result;

    SimOrder(String target, Set<String> confirmDown, Set<String> falsely, long orderedNanos) {
        this.target = target;
        this.confirmDown = confirmDown;
        this.falsely = falsely;
        this.orderedNanos = orderedNanos;
    }
}
