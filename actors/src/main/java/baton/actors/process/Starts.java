package baton.actors.process;

import baton.conf.RestartSettings;
import baton.supervision.lifecycle.StartBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What bounds the starts of a node, over all its processes: how many are on their way at a time, and how many restarts that had
 * to wait begin in a second. Any thread.
 */
final class Starts {

    private final int most;
    private final Duration atLongest;
    private final Map<ActorRef<ProcessActor.Command>, Instant> underWay = new LinkedHashMap<>();
    private final SequencedSet<ActorRef<ProcessActor.Command>> queue = new LinkedHashSet<>();
    private StartBudget budget;

    /** @param atLongest after which one that is not ready yet is not counted any more */
    Starts(RestartSettings settings, Duration atLongest) {
        this.most = settings.parallelStarts();
        this.atLongest = atLongest;
        this.budget = StartBudget.perSecond(settings.perSecond());
    }

    /** Takes one start from the budget: when it may be. */
    synchronized Instant take(Instant now) {
        var taken = budget.take(now);
        budget = taken.left();
        return taken.at();
    }

    /** Whether the process may be spawned now. Where not, it is told {@link ProcessActor.TurnCame} when it is worth asking again. */
    synchronized boolean begin(ActorRef<ProcessActor.Command> process, Instant now) {
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
    synchronized boolean tryBegin(ActorRef<ProcessActor.Command> process, Instant now) {
        if (underWay.size() >= most || !queue.isEmpty()) {
            return false;
        }
        underWay.put(process, now);
        return true;
    }

    /** It is ready, or does not start any more, whether it was its turn or not. */
    synchronized void end(ActorRef<ProcessActor.Command> process) {
        queue.remove(process);
        underWay.remove(process);
        callNext();
    }

    /** It stays in the queue until it has begun, or says that it does not want to any more. */
    private void callNext() {
        if (!queue.isEmpty() && underWay.size() < most) {
            queue.getFirst().tell(new ProcessActor.TurnCame());
        }
    }
}
