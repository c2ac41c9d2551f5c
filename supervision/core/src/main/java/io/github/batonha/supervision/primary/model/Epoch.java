package io.github.batonha.supervision.primary.model;

import java.util.Comparator;

/**
 * One activation, or the attempt at one. Ordered by number, then by host, so that two hosts never own the same epoch.
 *
 * @param number also the fencing token: not below the wall clock's milliseconds where it was chosen, above all known there
 * @param host the proposer, which is the node to become primary
 */
public record Epoch(long number, String host) implements Comparable<Epoch> {

    /** Below every real epoch; stands where there is none. */
    public static final Epoch NONE = new Epoch(0, "");

    private static final Comparator<Epoch> ORDER =
            Comparator.comparingLong(Epoch::number).thenComparing(Epoch::host);

    @Override
    public int compareTo(Epoch other) {
        return ORDER.compare(this, other);
    }

    public boolean exists() {
        return number != 0;
    }

    public boolean isAbove(Epoch other) {
        return compareTo(other) > 0;
    }

    @Override
    public String toString() {
        return exists() ? number + "@" + host : "none";
    }
}
