package io.github.batonha.actors.api;

import io.github.batonha.actors.wire.Wire;
import java.time.Instant;
import java.util.List;

/**
 * {@code POST /api/v1/primary/schedule}: a SetPrimary for later.
 *
 * @param target the node to become primary
 * @param at when, ISO 8601 in UTC
 * @param by who asks, and for whom it is said to be
 * @param reason for the history, may be empty
 * @param override codes of reasons that the operator has decided not to matter; needs a reason
 * @param whenReadySeconds how long at most it is waited then until the target is ready; 0: it is done at once
 * @param caller who asks, as authenticated
 */
public record ScheduleRequest(
        String target, String at, String by, String reason, List<String> override, int whenReadySeconds, String caller)
        implements Wire {

    public ScheduleRequest {
        override = List.copyOf(override);
    }

    public Instant time() {
        return Instant.parse(at);
    }

    /** The same for a time in UTC, by somebody whose name is proven. */
    public ScheduleRequest proven(Instant time, String name) {
        return new ScheduleRequest(target, time.toString(), by, reason, override, whenReadySeconds, name);
    }

    /** What is to be done then. */
    public SetPrimaryRequest order() {
        return new SetPrimaryRequest(target, List.of(), by, reason, List.of(), override, false, whenReadySeconds);
    }
}
