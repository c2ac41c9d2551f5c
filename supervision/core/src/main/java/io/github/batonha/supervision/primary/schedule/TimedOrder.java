package io.github.batonha.supervision.primary.schedule;

import java.time.Instant;
import java.util.List;

/**
 * An order to make a host the primary at a time of the wall clock.
 *
 * @param by who ordered it, and for whom it is said to be
 * @param caller who ordered it, as authenticated
 * @param override codes of reasons that the operator has decided not to matter
 * @param whenReadySeconds how long at most it waits at its time until the host is ready; 0: it does not
 * @param epoch of the assignment that was known when it was ordered; a later one may cancel it
 */
public record TimedOrder(
        String target,
        Instant at,
        String by,
        String caller,
        String reason,
        List<String> override,
        int whenReadySeconds,
        long epoch) {

    public TimedOrder {
        override = List.copyOf(override);
    }
}
