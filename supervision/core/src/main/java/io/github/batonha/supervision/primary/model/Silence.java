package io.github.batonha.supervision.primary.model;

import java.time.Duration;

/**
 * What an operator has to know of a host that does not answer and has to be excluded.
 *
 * @param heardBy who heard it last, empty where nobody who answers did
 * @param heardAgo how long ago that was; since the target's own start where nobody did
 * @param saidFarewell its last word was that its agent ends in good order
 * @param waitFor how long a SetPrimary waits that confirms it down now
 * @param fenceable it has a fence command
 */
public record Silence(
        String host, String heardBy, Duration heardAgo, boolean saidFarewell, Duration waitFor, boolean fenceable) {}
