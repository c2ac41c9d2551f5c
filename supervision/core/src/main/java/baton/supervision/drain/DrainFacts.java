package baton.supervision.drain;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * What a decision is made by.
 *
 * @param node the node's name
 * @param isActive whether it is the active primary
 * @param running processes that run, or are to run, on it
 * @param settle how long balancers take to notice what they are told
 */
public record DrainFacts(String node, Instant now, boolean isActive, Set<String> running, Duration settle) {
    public DrainFacts {
        running = Set.copyOf(running);
    }
}
