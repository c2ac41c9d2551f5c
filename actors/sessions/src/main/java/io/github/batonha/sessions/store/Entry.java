package io.github.batonha.sessions.store;

/**
 * What a node holds of an id. Merging is commutative, associative and idempotent, so entries may be lost, doubled and reordered
 * on their way as long as the last comparison finds the difference.
 */
public sealed interface Entry permits Session, Tombstone {

    SessionId id();

    /** Tells states of an id apart, the same on all nodes. */
    long hash();

    /** Estimated bytes of heap. */
    int weight();

    /**
     * Whether it still has to be held at a time in milliseconds of the epoch.
     *
     * @param keepMillis how long removals and deletions are remembered
     */
    boolean isHeldAt(long millis, long keepMillis);

    /** Touched so much later, and with no stamp after {@code present}; {@code this} itself where that changes nothing. */
    Entry moved(long millis, long present);

    /** Gives {@code this} itself where the other adds nothing. */
    default Entry merge(Entry other) {
        return switch (this) {
            case Tombstone mine ->
                switch (other) {
                    case Tombstone theirs -> theirs.stamp() > mine.stamp() ? theirs : mine;
                    case Session ignored -> mine;
                };
            case Session mine ->
                switch (other) {
                    case Tombstone theirs -> theirs;
                    case Session theirs -> mine.mergeSession(theirs);
                };
        };
    }
}
