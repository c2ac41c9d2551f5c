package io.github.batonha.actors.events;

import io.github.batonha.actors.api.Event;
import io.github.batonha.actors.wire.Wire;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which of a node's events somebody wants.
 *
 * @param process only of this one; null: all
 * @param since not earlier
 * @param before only those with a lower number
 * @param last at most so many, the newest
 */
public record EventQuery(@Nullable String process, @Nullable Instant since, long before, int last) implements Wire {

    /** Up to the newest. */
    public EventQuery(@Nullable String process, @Nullable Instant since, int last) {
        this(process, since, Long.MAX_VALUE, last);
    }

    /** Otherwise the same. */
    public EventQuery before(long seq, int most) {
        return new EventQuery(process, since, seq, most);
    }

    boolean isWanted(Event event) {
        return event.seq() < before
                && isOf(event, process)
                && (since == null || !event.time().isBefore(since));
    }

    /** Whether it is of that process; what is missing before an event concerns everybody. */
    static boolean isOf(Event event, @Nullable String process) {
        return process == null || process.equals(event.process()) || EventType.LAGGED.isOf(event);
    }
}
