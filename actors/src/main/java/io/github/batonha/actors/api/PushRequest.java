package io.github.batonha.actors.api;

import io.github.batonha.actors.wire.Wire;

/**
 * {@code POST /api/v1/push}: bring the files of the node that is asked to all other nodes, and install them everywhere.
 *
 * @param dryRun only say what would be brought
 * @param by who asks
 * @param reason why, for events and revisions; may be empty
 */
public record PushRequest(boolean dryRun, String by, String reason) implements Wire {}
