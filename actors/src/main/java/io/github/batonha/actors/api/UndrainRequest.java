package io.github.batonha.actors.api;

import io.github.batonha.actors.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/v1/undrain}.
 *
 * @param node that users are to be sent to again; null: the node that is asked
 * @param by who asks
 */
public record UndrainRequest(@Nullable String node, String by) implements Wire {}
