package io.github.batonha.supervision.drain;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * What a decision is made by.
 *
 * @param node the node's name
 * @param now by the steady clock, as all deadlines are
 * @param wallTime for people
 * @param isActive whether it is the active primary
 * @param running processes that run, or are to run, on it
 * @param settle how long balancers take to notice what they are told
 */
public record DrainFacts(
        String node, Instant now, Instant wallTime, boolean isActive, Set<String> running, Duration settle) {

    public DrainFacts {
        running = Set.copyOf(running);
    }
}
