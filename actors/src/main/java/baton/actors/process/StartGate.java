package baton.actors.process;

import baton.actors.api.ProcessState;
import baton.supervision.lifecycle.State;
import baton.supervision.spec.ChildSpec;
import baton.supervision.spec.GroupStrategy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What keeps one process from being spawned: what it depends on, others of its group, and how many are on their way already.
 * Part of its process actor: only that one calls it.
 */
final class StartGate {

    private final ActorRef<ProcessActor.Command> self;
    private final ActorRef<ProcessNews> parent;
    private final ChildSpec spec;
    private final Starts starts;
    private final InstantSource clock;
    private Map<String, ProcessState> dependencies;
    private boolean awaitsGroup;
    private boolean failedItself;
    private boolean restartsWithGroup;
    private boolean asksTurn;

    StartGate(
            ActorRef<ProcessActor.Command> self,
            ActorRef<ProcessNews> parent,
            ChildSpec spec,
            ProcessDeps deps,
            Map<String, ProcessState> dependencies) {
        this.self = self;
        this.parent = parent;
        this.spec = spec;
        this.starts = deps.starts();
        this.clock = deps.steady();
        this.dependencies = dependencies;
    }

    /** Those of other processes that are not as they must be. */
    Map<String, ProcessState> dependencies() {
        return dependencies;
    }

    void dependOn(Map<String, ProcessState> now) {
        dependencies = now;
    }

    /** Its own run failed: where that concerns others, nothing starts before the parent has dealt with it. */
    void failed() {
        if (spec.groupStrategy() != GroupStrategy.ONE_FOR_ONE) {
            awaitsGroup = true;
            failedItself = true;
            parent.tell(new ProcessNews.GroupFailed(spec.name()));
        }
    }

    void restartsWithGroup() {
        restartsWithGroup = true;
    }

    /** It ends for another one's sake: its own end tells nothing. */
    boolean isRestartingWithGroup() {
        return restartsWithGroup && !failedItself;
    }

    private boolean owesGroup() {
        return failedItself || restartsWithGroup;
    }

    void groupTold() {
        awaitsGroup = false;
    }

    /** Whether nothing but its turn would keep it from being spawned, and its end concerns nobody else. */
    boolean isFree() {
        return !awaitsGroup
                && !owesGroup()
                && dependencies.isEmpty()
                && spec.groupStrategy() == GroupStrategy.ONE_FOR_ONE;
    }

    /** Its turn was taken for it. */
    void tookTurn() {
        asksTurn = true;
    }

    /** Whether it may be on its way now, among all others; else it does not wait for that. The one thing here that any thread may call. */
    boolean takesTurn(Instant now) {
        return starts.tryBegin(self, now);
    }

    /** Names of what it waits for; where there are none and it is about to be spawned, its turn is taken. */
    Set<String> by(State state) {
        if (awaitsGroup) {
            return Set.of("its group " + spec.group());
        }
        if (!dependencies.isEmpty() || !(state instanceof State.Waiting)) {
            return dependencies.keySet();
        }
        asksTurn = true;
        return starts.begin(self, clock.instant())
                ? Set.of()
                : Set.of("its turn, as baton.process.parallel-starts processes are on their way already");
    }

    /** To be called after each step, for a state of no duration counts, too. */
    void changed(State state) {
        if (!isComing(state)) {
            endTurn();
        }
        if (owesGroup() && (state instanceof State.Idle || state instanceof State.Coming)) {
            failedItself = false;
            restartsWithGroup = false;
            parent.tell(new ProcessNews.GroupEnded(spec.name(), state instanceof State.GaveUp));
        }
    }

    /** Whoever waits for an answer is told before its actor ends. */
    void giveUp() {
        asksTurn = false;
        starts.end(self); // also of a turn that was taken for it, and of which it has not heard
        if (owesGroup()) {
            parent.tell(new ProcessNews.GroupEnded(spec.name(), false));
        }
    }

    private static boolean isComing(State state) {
        return switch (state) {
            case State.Waiting _, State.Spawning _, State.Initialising _ -> true;
            case State.BackingOff _, State.Idle _, State.Cancelling _, State.Ready _, State.Ending _ -> false;
        };
    }

    private void endTurn() {
        if (asksTurn) {
            asksTurn = false;
            starts.end(self);
        }
    }
}
