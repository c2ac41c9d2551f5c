package io.github.batonha.actors.node;

import io.github.batonha.actors.wire.Wire;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Where a node stands with regard to Pekko's cluster membership; every node tells every configured host, each second.
 *
 * @param self this incarnation: address and UID
 * @param members incarnations in the cluster that the node is in, sorted; empty while it is in none
 * @param reachable how many of them it can reach
 */
record Standing(String node, String self, List<String> members, int reachable) implements Joiner.Command, Wire {

    /** The island that others give way to comes first: that with more living members, then that of the lowest address. */
    static final Comparator<Standing> BETTER_ISLAND_FIRST = Comparator.comparingInt(Standing::reachable)
            .reversed()
            .thenComparing(standing -> standing.members().getFirst());

    Standing {
        members = members.stream().sorted().toList();
    }

    /** Of a node that is about to be the only member of a cluster. */
    Standing founding() {
        return new Standing(node, self, List.of(self), 1);
    }

    boolean isMember() {
        return members.contains(self);
    }

    /** Both are members, and neither of the other's cluster. */
    boolean isApartFrom(Standing other) {
        return isMember() && other.isMember() && !members.contains(other.self) && !other.members.contains(self);
    }

    /**
     * Whether the other's cluster, of which this one believes to be a member too, has another incarnation at this one's address:
     * this one was taken for gone there, and nothing but joining anew brings it back.
     */
    boolean isReplacedIn(Standing other) {
        return isMember()
                && members.contains(other.self)
                && !other.members.contains(self)
                && other.members.stream().anyMatch(member -> addressOf(member).equals(addressOf(self)));
    }

    private static String addressOf(String incarnation) {
        return incarnation.substring(0, incarnation.lastIndexOf('#') + 1);
    }

    /** Whether this one gives way to an island that is among the others, or to what took its place in their cluster. */
    boolean losesTo(Collection<Standing> others) {
        return others.stream()
                .anyMatch(other ->
                        isReplacedIn(other) || (isApartFrom(other) && BETTER_ISLAND_FIRST.compare(other, this) < 0));
    }
}
