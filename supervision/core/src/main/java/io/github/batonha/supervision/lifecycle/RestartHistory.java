package io.github.batonha.supervision.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The restarts of one process so far.
 *
 * @param counts all automatic ones, for people; they never decrease
 * @param consecutiveFailures failed runs since the last stable run or start by hand: each makes the next wait longer
 * @param recentRestarts times of the restarts that the limit still counts, oldest first
 * @param lastStart when the newest run was begun
 */
public record RestartHistory(
        RestartCounts counts, int consecutiveFailures, List<Instant> recentRestarts, Instant lastStart) {

    public static final RestartHistory NONE = new RestartHistory(RestartCounts.NONE, 0, List.of(), Instant.EPOCH);

    /** Of restarts whose causes are not known. */
    public RestartHistory(int restarts, int consecutiveFailures, List<Instant> recentRestarts, Instant lastStart) {
        this(RestartCounts.NONE.plus(RestartCause.UNKNOWN, restarts), consecutiveFailures, recentRestarts, lastStart);
    }

    public RestartHistory {
        recentRestarts = List.copyOf(recentRestarts);
    }

    /** All automatic ones. */
    public int restarts() {
        return counts.total();
    }

    /**
     * With a run that was found alive, which may be newer than what was kept.
     *
     * @param upToIt restarts up to and with the run
     */
    public RestartHistory adopting(int upToIt, Instant start) {
        var unkept = Math.max(0, upToIt - restarts());
        return new RestartHistory(
                counts.plus(RestartCause.UNKNOWN, unkept), consecutiveFailures + unkept, recentRestarts, start);
    }

    RestartHistory started(Instant now) {
        return new RestartHistory(counts, consecutiveFailures, recentRestarts, now);
    }

    /** An automatic restart that the limit counts. */
    RestartHistory restarted(RestartCause cause, Instant now, Duration period) {
        var next = new ArrayList<>(within(period, now));
        next.add(now);
        return new RestartHistory(counts.plus(cause, 1), consecutiveFailures + 1, next, lastStart);
    }

    /** An automatic restart for which another process was the cause. */
    RestartHistory restartedWithGroup() {
        return new RestartHistory(counts.plus(RestartCause.GROUP, 1), consecutiveFailures, recentRestarts, lastStart);
    }

    /** Forgets the consecutive failures; the number of restarts stays. */
    RestartHistory fresh() {
        return new RestartHistory(counts, 0, List.of(), lastStart);
    }

    List<Instant> within(Duration period, Instant now) {
        var from = now.minus(period);
        return recentRestarts.stream().filter(at -> at.isAfter(from)).toList();
    }
}
