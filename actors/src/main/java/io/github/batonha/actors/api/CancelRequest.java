package io.github.batonha.actors.api;

import io.github.batonha.actors.wire.Wire;

/**
 * {@code POST /api/v1/primary/cancel}: what is scheduled is not done.
 *
 * @param target the node that was to become primary
 * @param by who asks
 * @param reason for the history, may be empty
 */
public record CancelRequest(String target, String by, String reason) implements Wire {}
