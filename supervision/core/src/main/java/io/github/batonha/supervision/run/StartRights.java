package io.github.batonha.supervision.run;

import java.time.Duration;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Who may start runs: one for each kind of process. Whoever takes or ends a right waits for a start under way. Any thread. */
final class StartRights {

    private static final Spawner NOBODY =
            request -> new StartResult.Refused("starts of this kind are not open on this node at this time", false);
    private static final Duration STEP = Duration.ofMillis(1);

    /** Shared while a run is started, so that whoever takes the right to start knows that nothing is under way. */
    private final ReentrantReadWriteLock starting = new ReentrantReadWriteLock();

    private Spawner local = NOBODY;
    private Spawner primaryOnly = NOBODY;
    private Spawner standby = NOBODY;
    private long primaryOnlyEpoch;

    /** To be held during a start. */
    Lock start() {
        return starting.readLock();
    }

    /** By who holds {@link #start}. */
    boolean has(Spawner spawner, long epoch) {
        return spawner.equals(epoch == 0 ? local : epoch == Run.STANDBY ? standby : primaryOnly);
    }

    Spawner take(Spawner spawner, long epoch) {
        starting.writeLock().lock();
        try {
            if (epoch == 0) {
                local = spawner;
            } else if (epoch == Run.STANDBY) {
                standby = spawner;
            } else {
                standby = NOBODY;
                primaryOnly = spawner;
                primaryOnlyEpoch = epoch;
            }
            return spawner;
        } finally {
            starting.writeLock().unlock();
        }
    }

    /** Ends the right to start primaryOnly runs, except of this epoch. */
    void endPrimaryOnly(long keptEpoch) {
        starting.writeLock().lock();
        try {
            if (primaryOnlyEpoch != keptEpoch) {
                primaryOnly = NOBODY;
                primaryOnlyEpoch = 0;
            }
        } finally {
            starting.writeLock().unlock();
        }
    }

    /** Waits for the starts under way: one that hangs is left alone. */
    void awaitStarts(Duration within) {
        var until = System.nanoTime() + within.toNanos();
        while (starting.getReadLockCount() > 0 && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(STEP.toNanos());
        }
    }
}
