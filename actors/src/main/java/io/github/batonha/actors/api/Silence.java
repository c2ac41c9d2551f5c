package io.github.batonha.actors.api;

import io.github.batonha.actors.wire.Wire;

/**
 * What is known of a host that does not answer and would have to be excluded.
 *
 * @param heardBy the node that heard it last, empty where nobody who answers has
 * @param heardAgoMillis how long ago that was; since the start of the target's agent where nobody has
 * @param saidFarewell its last word was that its agent ends in good order
 * @param waitMillis how long a SetPrimary waits that confirms it down now
 * @param fenceable it has a fence command
 */
public record Silence(
        String host, String heardBy, long heardAgoMillis, boolean saidFarewell, long waitMillis, boolean fenceable)
        implements Wire {}
