package io.github.batonha.supervision.formats;

import java.util.Arrays;
import java.util.Optional;

/**
 * What outlives an agent or leaves its node, each with the format that this version writes. Whoever changes a format so that an
 * earlier version would misread it raises the number here. 1 is the format of 0.1.0.
 */
public enum Format {
    /** {@code generated/set.json}; says its format itself, the lowest that holds what stands in it. */
    REVISION("revision", 1, 2, true),
    /** {@code run/NODE/primary.store}; says its format itself. */
    PRIMARY_STORE("primary-store", 1, 3, true),
    PRIMARY_HISTORY("primary-history", 1, 1, false),
    /** Processes read it, too, by the client jar that they were started with. */
    LEASE_PAGE("lease-page", 1, 1, false),
    RUNS("runs", 1, 1, false),
    RESTARTS("restarts", 1, 1, false),
    READINESS("readiness", 1, 1, false),
    WANTED("wanted", 1, 1, false),
    DRAIN("drain", 1, 1, false),
    APPLYING("applying", 1, 1, false),
    CLOCK("clock", 1, 1, false),
    TOKENS("tokens", 1, 1, false),
    EVENTS("events", 1, 1, false),
    AUDIT("audit", 1, 1, false),
    USAGE("usage", 1, 1, false),
    /** The journal of sessions, and what nodes send each other of them. */
    SESSIONS("sessions", 1, 1, false),
    /** All messages between nodes. Their classes have other names since 2, so that nothing of 1 is taken. */
    WIRE("wire", 2, 2, false);

    private final String word;
    private final int oldest;
    private final int current;
    private final boolean tellsItself;

    Format(String word, int oldest, int current, boolean tellsItself) {
        this.word = word;
        this.oldest = oldest;
        this.current = current;
        this.tellsItself = tellsItself;
    }

    /** As {@code run/NODE/formats} and messages name it. */
    public String word() {
        return word;
    }

    /** The oldest that this version reads. */
    public int oldest() {
        return oldest;
    }

    /** What this version writes, and the newest that it reads. */
    public int current() {
        return current;
    }

    /** The record's own head says its format, so {@code run/NODE/formats} does not. */
    public boolean tellsItself() {
        return tellsItself;
    }

    static Optional<Format> named(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word.equals(word))
                .findFirst();
    }
}
