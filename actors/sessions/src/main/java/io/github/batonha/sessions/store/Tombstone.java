package io.github.batonha.sessions.store;

/**
 * A deleted session. It beats every write, also later ones: an id is never given out twice, and a user who logged out stays logged
 * out, whatever a node that was cut off has done with the session meanwhile.
 *
 * @param stamp when; it is forgotten once that is longer ago than nodes may stay away
 */
public record Tombstone(SessionId id, long stamp) implements Entry {

    private static final int WEIGHT = 128;

    @Override
    public long hash() {
        return Hash.mix(Hash.mix(id.high() ^ id.low(), stamp), -1);
    }

    @Override
    public int weight() {
        return WEIGHT;
    }

    @Override
    public Entry moved(long millis, long present) {
        return stamp > present ? new Tombstone(id, present) : this;
    }

    @Override
    public boolean isHeldAt(long millis, long keepMillis) {
        return HybridClock.millisOf(stamp) + keepMillis > millis;
    }
}
