package baton.actors.api;

import baton.actors.wire.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/v1/primary}.
 *
 * @param target the node to become primary; null: the node that is asked
 * @param confirmDown hosts that the operator asserts to be down
 * @param by who asks: the OS user, or an API identity
 * @param reason for the history, may be empty
 */
public record SetPrimaryRequest(@Nullable String target, List<String> confirmDown, String by, String reason)
        implements Wire {
    public SetPrimaryRequest {
        confirmDown = List.copyOf(confirmDown);
    }
}
