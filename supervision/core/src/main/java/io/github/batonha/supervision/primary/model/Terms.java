package io.github.batonha.supervision.primary.model;

import java.util.Collection;
import java.util.Set;

/**
 * What a node must have to become and to stay primary.
 *
 * @param voters those whose majority grants the lease; without meaning under guard {@link Guard#OPERATOR}
 */
public record Terms(Guard guard, Set<String> voters) {

    /** The name of the voter under guard {@link Guard#DATABASE}. No host has it. */
    public static final String DATABASE = "database";

    public Terms {
        voters = Hosts.copy(voters);
    }

    /** What a host that makes assignments goes by: every configured host is a voter, or the database alone. */
    static Terms of(Guard guard, Set<String> hosts) {
        return new Terms(guard, guard == Guard.DATABASE ? Set.of(DATABASE) : hosts);
    }

    /** Whether voters grant a lease, so that nobody's word is needed about a host that is silent. */
    public boolean isByVotes() {
        return guard != Guard.OPERATOR;
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
