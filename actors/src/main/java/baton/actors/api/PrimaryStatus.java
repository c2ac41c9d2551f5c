package baton.actors.api;

import baton.actors.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * What a node's primary protocol says of itself.
 *
 * @param role PRIMARY: active, primaryOnly processes may run here. UNKNOWN: no intact store
 * @param primary node of the newest assignment known, null where there is none
 * @param epoch of that assignment, 0 where there is none
 * @param message what is worth saying, may be empty
 */
public record PrimaryStatus(Role role, @Nullable String primary, long epoch, String message) implements Wire {}
