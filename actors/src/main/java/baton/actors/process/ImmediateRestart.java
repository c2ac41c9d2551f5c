package baton.actors.process;

import baton.supervision.lifecycle.Event;
import baton.supervision.lifecycle.Policy;
import baton.supervision.lifecycle.ProcessLifecycle;
import baton.supervision.lifecycle.State;
import baton.supervision.run.Spawner;
import baton.supervision.spec.ChildSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a process actor leaves with whoever sees its run end: to start the next one at once, where the lifecycle leads there. So a
 * restart waits for no actor. The actor decides, as always: it hears of the end and of the start in one message, and comes to
 * the start by the same steps; where something overtook that message, it ends what was started as it would have ended any run.
 */
final class ImmediateRestart {

    /** From which state on it holds. */
    private record Given(State state, Policy policy) {}

    /**
     * It was carried out.
     *
     * @param at when that was decided
     * @param number of the run
     */
    record CarriedOut(Instant at, long number, Launch launch) {}

    private static final Duration CLOSED_WITHIN = Duration.ofSeconds(1);

    private final ProcessDeps deps;
    private final ChildSpec spec;
    private final Spawner spawner;
    private final StartPermit turn;
    private final long epoch;
    private final AtomicReference<@Nullable Given> given = new AtomicReference<>();
    private final ReentrantLock carryingOut = new ReentrantLock();
    private volatile boolean isClosed;
    private volatile @Nullable CarriedOut unheard;
    /** The newest run for whose end it was carried out; of whoever holds the lock. */
    private long taken;
    /** Of the actor alone. */
    private @Nullable CarriedOut begun;

    /** Whether one more process may be on its way. Any thread. */
    interface StartPermit {
        boolean begin(Instant now);
    }

    ImmediateRestart(ProcessDeps deps, ChildSpec spec, long epoch, Spawner spawner, StartPermit turn) {
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

    /** By the actor, when it ends. Waits for one that is carried out at this moment, so that whoever comes next finds its run. */
    void close() {
        given.set(null);
        isClosed = true;
        try {
            if (carryingOut.tryLock(CLOSED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                carryingOut.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var lost = unheard;
        if (lost != null) {
            lost.launch().owner().close();
        }
    }

    /** By the actor, which has heard of it. */
    void wasCarriedOut(CarriedOut order) {
        unheard = null;
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

    /** By the actor: what was started that it did not come to. Told once. */
    Optional<Launch> leftOver() {
        var order = begun;
        begun = null;
        return Optional.ofNullable(order).map(CarriedOut::launch);
    }

    /** By whoever saw the end of a run, nothing of which is left. Null where there was no order. Blocks as a start does. */
    @Nullable
    CarriedOut take(Event.Ended ended) {
        carryingOut.lock();
        try {
            var order = given.getAndSet(null);
            if (isClosed || order == null || order.state().run() != ended.run() || ended.run() <= taken) {
                return null;
            }
            taken = ended.run();
            return carryOut(order, ended);
        } finally {
            carryingOut.unlock();
        }
    }

    private @Nullable CarriedOut carryOut(Given order, Event.Ended ended) {
        var now = deps.steady().instant();
        var spawn = ProcessLifecycle.successor(order.state(), ended, now, order.policy());
        if (spawn.isEmpty() || !turn.begin(now)) {
            return null;
        }
        var launch = launch(spawn.get().restarts(), new SocketOwner());
        var carriedOut = new CarriedOut(now, spawn.get().run(), launch);
        unheard = carriedOut;
        return carriedOut;
    }

    private Launch launch(int restarts, SocketOwner owner) {
        try {
            return Launch.begin(deps, spec, spawner, restarts, owner);
        } catch (RuntimeException | Error e) {
            return Launch.broken(e, owner);
        }
    }
}
