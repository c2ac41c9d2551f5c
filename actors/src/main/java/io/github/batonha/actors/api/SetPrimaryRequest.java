package io.github.batonha.actors.api;

import io.github.batonha.actors.wire.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/v1/primary}.
 *
 * @param target the node to become primary; null: the node that is asked
 * @param confirmDown hosts that the operator asserts to be down
 * @param by who asks: the OS user, or an API identity
 * @param reason for the history, may be empty
 * @param fence hosts to be switched off by their fence command if they are silent and have to be excluded
 * @param override codes of reasons that the operator has decided not to matter; needs a reason
 * @param dryRun tell what would happen, and change nothing
 * @param whenReadySeconds how long at most it is waited until the target is ready; 0: it is done at once
 */
public record SetPrimaryRequest(
        @Nullable String target,
        List<String> confirmDown,
        String by,
        String reason,
        List<String> fence,
        List<String> override,
        boolean dryRun,
        int whenReadySeconds)
        implements Wire {
    public SetPrimaryRequest {
        confirmDown = List.copyOf(confirmDown);
        fence = List.copyOf(fence);
        override = List.copyOf(override);
    }

    /** To be done now, ready or not. */
    public SetPrimaryRequest(
            @Nullable String target,
            List<String> confirmDown,
            String by,
            String reason,
            List<String> fence,
            List<String> override,
            boolean dryRun) {
        this(target, confirmDown, by, reason, fence, override, dryRun, 0);
    }

    /** The same, to be done now. */
    public SetPrimaryRequest now() {
        return new SetPrimaryRequest(target, confirmDown, by, reason, fence, override, dryRun);
    }

    /** Would it be done now? */
    public SetPrimaryRequest asDryRun() {
        return new SetPrimaryRequest(target, confirmDown, by, reason, fence, override, true);
    }

    /** Fences nobody and overrides nothing. */
    public SetPrimaryRequest(@Nullable String target, List<String> confirmDown, String by, String reason) {
        this(target, confirmDown, by, reason, List.of(), List.of(), false);
    }
}
