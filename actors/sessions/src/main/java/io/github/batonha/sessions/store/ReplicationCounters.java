package io.github.batonha.sessions.store;

import java.util.concurrent.atomic.LongAdder;

/** For any thread. */
public final class ReplicationCounters {

    private final LongAdder unreplicated = new LongAdder();
    private final LongAdder replicated = new LongAdder();
    private final LongAdder refused = new LongAdder();

    void written(Replicated answer) {
        if (!answer.isReached()) {
            unreplicated.increment();
        } else if (answer.wanted() != Level.LOCAL) {
            replicated.increment();
        }
    }

    void refused() {
        refused.increment();
    }

    /** Writes answered without the level that they asked for. */
    public long unreplicated() {
        return unreplicated.sum();
    }

    /** Writes answered with the level that they asked for, if that was more than local. */
    public long replicated() {
        return replicated.sum();
    }

    /** Messages of other nodes in which this node had no room for a session. */
    public long refusals() {
        return refused.sum();
    }
}
