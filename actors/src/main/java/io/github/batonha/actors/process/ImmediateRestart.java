package io.github.batonha.actors.process;

import io.github.batonha.actors.launch.Launch;
import io.github.batonha.actors.launch.SocketOwner;
import io.github.batonha.actors.run.OnExit;
import io.github.batonha.supervision.lifecycle.Event;
import io.github.batonha.supervision.lifecycle.Policy;
import io.github.batonha.supervision.lifecycle.ProcessLifecycle;
import io.github.batonha.supervision.lifecycle.State;
import java.time.Duration;
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
final class ImmediateRestart implements OnExit {

    /** From which state on it holds. */
    private record Given(State state, Policy policy) {}

    private static final Duration CLOSED_WITHIN = Duration.ofSeconds(1);

    private final StartContext start;
    private final StartPermit permit;
    private final AtomicReference<@Nullable Given> given = new AtomicReference<>();
    private final ReentrantLock carryingOut = new ReentrantLock();
    private volatile boolean isClosed;
    private volatile @Nullable Successor unheard;
    /** The newest run for whose end it was carried out; of whoever holds the lock. */
    private long taken;
    /** Of the actor alone. */
    private @Nullable Successor begun;

    ImmediateRestart(StartContext start, StartPermit permit) {
        this.start = start;
        this.permit = permit;
    }

    /** By the actor, after each step. */
    void give(State state, Policy policy, boolean isAllowed) {
        given.set(isAllowed ? new Given(state, policy) : null);
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
    void wasCarriedOut(Successor order) {
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
        return Optional.ofNullable(order).map(Successor::launch);
    }

    /** By whoever saw the end of a run, nothing of which is left. Null where there was no order. Blocks as a start does. */
    @Override
    public @Nullable Successor ended(Event.Ended ended) {
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

    private @Nullable Successor carryOut(Given order, Event.Ended ended) {
        var now = start.deps().steady().instant();
        var spawn = ProcessLifecycle.successor(order.state(), ended, now, order.policy());
        if (spawn.isEmpty() || !permit.tryTake(now)) {
            return null;
        }
        var launch = launch(spawn.get().restarts(), new SocketOwner());
        var carriedOut = new Successor(now, spawn.get().run(), launch);
        unheard = carriedOut;
        return carriedOut;
    }

    private Launch launch(int restarts, SocketOwner owner) {
        try {
            return Launch.begin(start.deps(), start.spec(), start.spawner(), restarts, owner);
        } catch (RuntimeException | Error e) {
            return Launch.broken(e, owner);
        }
    }
}
