package baton.actors.api;

import baton.actors.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/v1/drain}.
 *
 * @param node to be drained; null: the node that is asked
 * @param deadlineSeconds how long users are waited for
 * @param stop whether processes are stopped once the users are gone
 * @param force also on the active primary, where the primaryOnly processes are stopped, too
 * @param by who asks
 */
public record DrainRequest(@Nullable String node, int deadlineSeconds, boolean stop, boolean force, String by)
        implements Wire {}
