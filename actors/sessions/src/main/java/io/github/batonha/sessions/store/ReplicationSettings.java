package io.github.batonha.sessions.store;

import java.time.Duration;

/**
 * Times of replication.
 *
 * @param beatEvery how often a node tells the others that it is there
 * @param reachWithin without an echo of a beat for so long a host counts as not reachable, and writes wait for it no more
 * @param ackWithin how long a write waits for a host; past it the host counts as not reachable until it is heard again
 * @param compareEvery how often each host is told the sums of the shards
 * @param aloneAfter how long a node that starts waits for a first word of any other before it takes its own journal for all there is
 * @param maxClockSkew a host whose clock is further ahead of this node's is not listened to
 */
public record ReplicationSettings(
        Duration beatEvery,
        Duration reachWithin,
        Duration ackWithin,
        Duration compareEvery,
        Duration aloneAfter,
        Duration maxClockSkew) {

    public static final ReplicationSettings DEFAULT = new ReplicationSettings(
            Duration.ofSeconds(1),
            Duration.ofSeconds(4),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(6),
            Duration.ofSeconds(60));

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(300);

    /** A node that did nothing for longer may have missed writes that were answered without it: well before the others give it up. */
    public static Duration pauseThatMatters(Duration ackWithin) {
        var half = ackWithin.dividedBy(2);
        return half.compareTo(SHORTEST_PAUSE) > 0 ? half : SHORTEST_PAUSE;
    }
}
