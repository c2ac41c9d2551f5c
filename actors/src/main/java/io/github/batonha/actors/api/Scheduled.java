package io.github.batonha.actors.api;

import io.github.batonha.actors.wire.Wire;
import java.time.Instant;

/**
 * A node is to become primary later.
 *
 * @param by who ordered it
 * @param reason for the history, may be empty
 */
public record Scheduled(String node, Instant at, String by, String reason) implements Wire {}
