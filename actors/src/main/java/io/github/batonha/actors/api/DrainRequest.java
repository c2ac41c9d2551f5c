package io.github.batonha.actors.api;

import io.github.batonha.actors.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/v1/drain}.
 *
 * @param node to be drained; null: the node that is asked
 * @param deadlineSeconds how long users are waited for
 * @param stop whether processes are stopped once the users are gone
 * @param force also on the active primary, where the primaryOnly processes are stopped, too
 * @param by who asks
 * @param close where processes are not stopped: let balancers send nobody, not even users who were here before
 */
public record DrainRequest(
        @Nullable String node, int deadlineSeconds, boolean stop, boolean force, String by, boolean close)
        implements Wire {

    /** Users who were here before may come back where processes are not stopped. */
    public DrainRequest(@Nullable String node, int deadlineSeconds, boolean stop, boolean force, String by) {
        this(node, deadlineSeconds, stop, force, by, false);
    }
}
