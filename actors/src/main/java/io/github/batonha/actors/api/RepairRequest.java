package io.github.batonha.actors.api;

import java.util.List;

/**
 * {@code POST /api/v1/primary/repair}: writes the damaged store of the node that is asked anew, from what the others know.
 *
 * @param confirmDown hosts that the operator asserts to be down
 * @param by who asks: the OS user, or an API identity
 * @param reason for the history, may be empty
 * @param dryRun tell what would be written, and change nothing
 */
public record RepairRequest(List<String> confirmDown, String by, String reason, boolean dryRun) {
    public RepairRequest {
        confirmDown = List.copyOf(confirmDown);
    }
}
