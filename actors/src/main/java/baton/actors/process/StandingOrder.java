package baton.actors.process;

import baton.supervision.lifecycle.Event;
import baton.supervision.lifecycle.Policy;
import baton.supervision.lifecycle.ProcessLifecycle;
import baton.supervision.lifecycle.State;
import baton.supervision.run.Spawner;
import baton.supervision.spec.ChildSpec;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a process actor leaves with whoever sees its run end: to start the next one at once, where the lifecycle leads there. So a
 * restart waits for no actor. The actor decides, as always: it hears of the end and of the start in one message, and comes to
 * the start by the same steps; where something overtook that message, it ends what was started as it would have ended any run.
 */
final class StandingOrder {

    /** From which state on it holds. */
    private record Given(State state, Policy policy) {}

    /**
     * It was carried out.
     *
     * @param at when that was decided
     * @param number of the run
     */
    record CarriedOut(Instant at, long number, Launch launch) {}

    private final ProcessDeps deps;
    private final ChildSpec spec;
    private final Spawner spawner;
    private final Turn turn;
    private final long epoch;
    private final AtomicReference<@Nullable Given> given = new AtomicReference<>();
    /** Of the actor alone. */
    private @Nullable CarriedOut begun;

    /** Whether one more process may be on its way. Any thread. */
    interface Turn {
        boolean begin(Instant now);
    }

    StandingOrder(ProcessDeps deps, ChildSpec spec, long epoch, Spawner spawner, Turn turn) {
        this.deps = deps;
        this.spec = spec;
        this.epoch = epoch;
        this.spawner = spawner;
        this.turn = turn;
    }

    /** By the actor, after each step. Of what belongs to an epoch, each start is the actor's own. */
    void give(State state, Policy policy, boolean isFree) {
        var isAlive = state instanceof State.Initialising || state instanceof State.Ready;
        given.set(isAlive && isFree && epoch == 0 ? new Given(state, policy) : null);
    }

    /** By the actor. One that is being carried out at this moment is told of all the same. */
    void revoke() {
        given.set(null);
    }

    /** By the actor, which has heard of it. */
    void wasCarriedOut(CarriedOut order) {
        begun = order;
    }

    /** By the actor: what was started already where it comes to start that run. */
    Optional<Launch> launchOf(long number) {
        var order = begun;
        if (order == null || order.number() != number) {
            return Optional.empty();
        }
        begun = null;
        return Optional.of(order.launch());
    }

    /** By the actor: whether something was started that it did not come to. Asked once. */
    boolean leavesRun() {
        var order = begun;
        begun = null;
        if (order != null) {
            order.launch().owner().close();
        }
        return order != null;
    }

    /** By whoever saw the end of a run, nothing of which is left. Null where there was no order. Blocks as a start does. */
    @Nullable
    CarriedOut take(Event.Ended ended) {
        var order = given.getAndSet(null);
        if (order == null || order.state().run() != ended.run()) {
            return null;
        }
        var now = deps.clock().instant();
        var spawn = ProcessLifecycle.successor(order.state(), ended, now, order.policy());
        if (spawn.isEmpty() || !turn.begin(now)) {
            return null;
        }
        var owner = new SocketOwner();
        var restarts = spawn.get().restarts();
        return new CarriedOut(now, spawn.get().run(), launch(restarts, owner));
    }

    private Launch launch(int restarts, SocketOwner owner) {
        try {
            return Launch.begin(deps, spec, spawner, restarts, owner);
        } catch (RuntimeException | Error e) {
            return Launch.broken(e, owner);
        }
    }
}
