package io.github.batonha.actors.launch;

import io.github.batonha.conf.model.RestartSettings;
import io.github.batonha.supervision.lifecycle.StartBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;

/**
 * Bounds the starts of a node, over all its processes: how many are on their way at a time, and how many restarts that had
 * to wait begin in a second. Any thread.
 */
public final class Starts {

    /** A process that asks to be started; told apart by identity. */
    public interface Applicant {
        /** It is worth asking again. Any thread; must not block. */
        void turnCame();
    }

    private final int most;
    private final Duration atLongest;
    private final Map<Applicant, Instant> underWay = new LinkedHashMap<>();
    private final SequencedSet<Applicant> queue = new LinkedHashSet<>();
    private StartBudget budget;

    /** @param atLongest after which one that is not ready yet is not counted any more */
    Starts(RestartSettings settings, Duration atLongest) {
        this.most = settings.parallelStarts();
        this.atLongest = atLongest;
        this.budget = StartBudget.perSecond(settings.perSecond());
    }

    /** Takes one start from the budget: when it may be. */
    public synchronized Instant take(Instant now) {
        var taken = budget.take(now);
        budget = taken.left();
        return taken.at();
    }

    /** Whether the process may be spawned now. Where not, {@link Applicant#turnCame} tells when it is worth asking again. */
    public synchronized boolean begin(Applicant process, Instant now) {
        if (underWay.size() >= most && !underWay.containsKey(process)) {
            underWay.values().removeIf(since -> !now.isBefore(since.plus(atLongest)));
        }
        if (underWay.size() >= most && !underWay.containsKey(process)) {
            queue.add(process);
            return false;
        }
        queue.remove(process);
        underWay.put(process, now);
        callNext();
        return true;
    }

    /** As {@link #begin}, but it does not wait for its turn where that is not now. */
    public synchronized boolean tryBegin(Applicant process, Instant now) {
        if (underWay.size() >= most || !queue.isEmpty()) {
            return false;
        }
        underWay.put(process, now);
        return true;
    }

    /** It is ready, or does not start any more, whether it was its turn or not. */
    public synchronized void end(Applicant process) {
        queue.remove(process);
        underWay.remove(process);
        callNext();
    }

    /** It stays in the queue until it has begun, or says that it does not want to any more. */
    private void callNext() {
        if (!queue.isEmpty() && underWay.size() < most) {
            queue.getFirst().turnCame();
        }
    }
}
