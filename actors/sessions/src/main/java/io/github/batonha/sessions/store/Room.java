package io.github.batonha.sessions.store;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** How full a store is, and what came of it. Any thread may count; one thread looks. */
public final class Room {

    private static final int WARN_AT = 80;
    private static final int CALM_BELOW = 70;

    private final Limits limits;
    private final LongAdder refused = new LongAdder();
    private final LongAdder endedEarly = new LongAdder();
    private long refusedBefore;
    private long endedBefore;
    private volatile boolean isScarce;
    private volatile int percent;

    Room(Limits limits) {
        this.limits = limits;
    }

    void refused() {
        refused.increment();
    }

    void endedEarly(int sessions) {
        endedEarly.add(sessions);
    }

    /** Writes of this node's users that were refused because the store was full. */
    public long refusals() {
        return refused.sum();
    }

    /** Sessions that nobody had come back to and that ended to make room. */
    public long ended() {
        return endedEarly.sum();
    }

    public int percent() {
        return percent;
    }

    /** What an operator has to know now and did not know yet. */
    Optional<String> look(long entries, long bytes) {
        percent = (int) Math.max(100 * entries / limits.sessions(), 100 * bytes / limits.totalBytes());
        var isAnew = percent >= WARN_AT && !isScarce;
        isScarce = percent >= WARN_AT || (isScarce && percent >= CALM_BELOW);
        if (!isScarce) {
            refusedBefore = refused.sum();
            endedBefore = endedEarly.sum();
            return Optional.empty();
        }
        var isFirstRefusal = refusedBefore >= 0 && refused.sum() > refusedBefore;
        var isFirstEnd = endedBefore >= 0 && endedEarly.sum() > endedBefore;
        refusedBefore = isFirstRefusal ? -1 : refusedBefore;
        endedBefore = isFirstEnd ? -1 : endedBefore;
        return isAnew || isFirstRefusal || isFirstEnd ? warning() : Optional.empty();
    }

    /** Empty while there is room. */
    public Optional<String> warning() {
        return isScarce
                ? Optional.of(
                        ("the session store is %d %% full; %d sessions that nobody came back to ended early and %d writes were"
                                        + " refused since the agent started: raise baton.sessions.max-sessions, max-heap-percent or the agents'"
                                        + " heap (BATON_AGENT_HEAP) on all nodes, or let sessions end sooner")
                                .formatted(percent, endedEarly.sum(), refused.sum()))
                : Optional.empty();
    }
}
