package io.github.batonha.supervision.primary.model;

import java.util.Set;

/**
 * Durable word not to become active, nor to help anyone become active, under a smaller epoch.
 *
 * @param hosts hosts that were known when it was given; they count as known until an assignment drops them
 * @param byOperator false for the promise to a node that proposes itself again
 * @param lease times that the proposer's assignment will have
 * @param terms under which somebody may have become active without this host knowing of it: they count until an assignment is known
 */
public record Promise(Epoch epoch, Set<String> hosts, boolean byOperator, LeaseTimes lease, Set<Terms> terms) {

    public static final Promise NONE = new Promise(Epoch.NONE, Set.of(), false, LeaseTimes.NONE, Set.of());

    public Promise {
        hosts = Hosts.copy(hosts);
        terms = Set.copyOf(terms);
    }
}
