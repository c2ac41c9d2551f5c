package io.github.batonha.actors.node;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * What a node does about its membership, as a pure function of what it and the hosts that answer say of theirs. Every host
 * follows it, none is special: there is no first seed that others need.
 */
final class Joining {
    /** For so long a node that is in no cluster listens for one before it may found its own. */
    static final Duration LISTEN = Duration.ofSeconds(6);

    sealed interface Step {}

    /** Nothing to do now. */
    record Stay() implements Step {}

    record Join(String node) implements Step {}

    /** Found a cluster, for there is none to be heard of, and of those who answer this node comes first. */
    record JoinSelf() implements Step {}

    /** This node and one that answers are on different islands, and this one's gives way. */
    record GiveWay() implements Step {}

    private Joining() {}

    /**
     * @param others the standing of each other node that was heard lately
     * @param everybodyHeard whether that is all configured hosts
     * @param listened how long this node has listened, and heard of no cluster
     */
    static Step next(Standing own, Collection<Standing> others, boolean everybodyHeard, Duration listened) {
        if (own.isMember()) {
            return own.losesTo(others) ? new GiveWay() : new Stay();
        }
        var members = others.stream().filter(Standing::isMember);
        return members.min(Standing.BETTER_ISLAND_FIRST)
                .<Step>map(member -> new Join(member.node()))
                .orElseGet(() -> founding(own, others, everybodyHeard || listened.compareTo(LISTEN) >= 0));
    }

    /** The order is that of addresses, which hosts share even where their definitions list hosts in different orders. */
    private static Step founding(Standing own, Collection<Standing> others, boolean mayFound) {
        var first = Stream.concat(Stream.of(own), others.stream()).min(Comparator.comparing(Standing::self));
        return mayFound && first.filter(own::equals).isPresent() ? new JoinSelf() : new Stay();
    }
}
