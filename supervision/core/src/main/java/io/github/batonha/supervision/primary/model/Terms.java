package io.github.batonha.supervision.primary.model;

import java.util.Collection;
import java.util.Set;

/**
 * What a node must have to become and to stay primary.
 *
 * @param voters hosts whose majority grants the lease under {@link Guard#MAJORITY}; without meaning under other guards
 */
public record Terms(Guard guard, Set<String> voters) {

    public Terms {
        voters = Hosts.copy(voters);
    }

    public boolean isByMajority() {
        return guard == Guard.MAJORITY;
    }

    /** Whether these hosts are more than half of the voters. */
    public boolean isQuorum(Collection<String> hosts) {
        return Hosts.intersection(voters, hosts).size() >= quorum();
    }

    /** How many voters are more than half. */
    public int quorum() {
        return voters.size() / 2 + 1;
    }
}
