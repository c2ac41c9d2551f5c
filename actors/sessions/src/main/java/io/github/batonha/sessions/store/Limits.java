package io.github.batonha.sessions.store;

import java.time.Duration;

/**
 * What a node takes. Alike on all nodes, else one takes what another must refuse.
 *
 * @param attributeBytes most bytes of one value
 * @param sessionBytes most bytes of heap of one session, its overhead (about 200 and 72 an attribute) included
 * @param attributes most names in one session, those removed within {@code tombstoneRetention} among them
 * @param sessions most entries, deleted sessions that are still remembered among them
 * @param totalBytes most bytes of heap of all; local writes stop here, those of other nodes at twice as much
 * @param maxTtl longest lifetime that may be asked for
 * @param tombstoneRetention how long deletions and removals are remembered, and so how long a node may be cut off without having to give
 *     up the sessions that were there before
 */
public record Limits(
        int attributeBytes,
        int sessionBytes,
        int attributes,
        int sessions,
        long totalBytes,
        Duration maxTtl,
        Duration tombstoneRetention) {

    /** More would not fit into a message with the list of a shard's entries. */
    static final int MOST_SESSIONS = 1_000_000;

    /** More would not fit into a message. */
    static final int MOST_ATTRIBUTE_BYTES = 128 * 1024;

    static final int NAME_CHARACTERS = 255;

    public Limits {
        require(
                attributeBytes > 0 && attributeBytes <= MOST_ATTRIBUTE_BYTES,
                "baton.sessions.max-attribute-kib",
                attributeBytes);
        require(sessionBytes >= 1024, "baton.sessions.max-session-kib", sessionBytes);
        require(attributes > 0, "baton.sessions.max-attributes", attributes);
        require(sessions > 0 && sessions <= MOST_SESSIONS, "baton.sessions.max-sessions", sessions);
        require(totalBytes > 0, "baton.sessions.max-heap-percent", totalBytes);
        require(!maxTtl.isNegative() && !maxTtl.isZero(), "baton.sessions.max-ttl", maxTtl);
        require(
                tombstoneRetention.compareTo(Duration.ofMinutes(1)) >= 0,
                "baton.sessions.tombstone-retention",
                tombstoneRetention);
    }

    private static void require(boolean isInRange, String key, Object value) {
        if (!isInRange) {
            throw new IllegalArgumentException(
                    "%s is \"%s\", which is out of range: see its range in reference.conf".formatted(key, value));
        }
    }
}
