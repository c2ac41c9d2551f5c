package io.github.batonha.client;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Whether this node is the primary, for applications that ask. Needs no leash and no agent's answer: it reads the lease page of
 * the node, which baton names to every process that it starts.
 *
 * <p>In a <b>primaryOnly</b> process it speaks of the activation that the process belongs to: once that has ended it is never
 * held again. In <b>any other</b> process it speaks of the node, whatever the epoch: held, not held, and held again. In a
 * process that baton did not start it is never held.
 *
 * <p>What is true when a method returns may have ended when the caller acts on it: whoever has to exclude that hands
 * {@link #fencingToken()} to the resource, which refuses a smaller one than the greatest it has seen.
 */
public final class Primary {

    /** What {@link #fencingToken()} is while the lease is not held: smaller than every token. */
    public static final long NO_TOKEN = 0;

    private static final long LOOK_NANOS = 10_000_000;

    private Primary() {}

    /** What an application wants to be told; see {@link #listen} for threads and order. */
    public interface Listener {

        /** This node has become the primary, or was it already when the listener came. */
        default void promoted(long fencingToken) {}

        /** It is no longer the primary. In a primaryOnly process it has about 0.4 s, then the process is halted. */
        default void demoted(long fencingToken) {}
    }

    /** A listener's place. */
    public interface Registration extends AutoCloseable {

        /** It is told nothing more; a call that is under way may still go on. */
        @Override
        void close();
    }

    /**
     * Whether this node holds the lease at this moment. Two memory reads at most and one of the clock: no allocation, no lock, no
     * system call, any thread, as often as you like. False on a page whose deadline has passed, even if no thread of the leash
     * had its turn since, and on one that can't be read.
     */
    public static boolean isHeld() {
        return PrimaryWatch.heldEpoch() != NO_TOKEN;
    }

    /** Number of the activation that holds the lease at this moment, else {@link #NO_TOKEN}. Costs what {@link #isHeld} does. */
    public static long fencingToken() {
        return PrimaryWatch.heldEpoch();
    }

    /**
     * Waits until this node is the primary; in a primaryOnly process, until the process itself may do its work. Looks every 10 ms. A warm
     * standby is woken at its promotion instead, and counts as warm from the first call on.
     *
     * @return whether it is; false when the time is over, and in a process that baton did not start
     * @throws InterruptedException if the thread is interrupted, or this JVM ends meanwhile: a container that is still starting may not end
     *     before its own start returns
     */
    public static boolean awaitPrimary(Duration within) throws InterruptedException {
        Thread waiting = Thread.currentThread();
        Thread atEnd = new Thread(waiting::interrupt, "baton-wake");
        try {
            Runtime.getRuntime().addShutdownHook(atEnd);
        } catch (IllegalStateException endsAlready) {
            throw new InterruptedException("this JVM ends");
        }
        try {
            return awaitHeld(within);
        } finally {
            forget(atEnd);
        }
    }

    private static void forget(Thread atEnd) {
        try {
            Runtime.getRuntime().removeShutdownHook(atEnd);
        } catch (IllegalStateException endsAlready) {
            // It runs, or has run.
        }
    }

    private static boolean awaitHeld(Duration within) throws InterruptedException {
        long began = System.nanoTime();
        HeldEpoch.await(within.toNanos());
        while (!isHeld()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            long left = within.toNanos() - (System.nanoTime() - began);
            if (left <= 0) {
                return false;
            }
            LockSupport.parkNanos(Math.min(LOOK_NANOS, left));
        }
        return true;
    }

    /**
     * Has the listener told of every change, each within about 50 ms, on the one daemon thread {@code baton-primary}: listeners one
     * after the other in the order of their coming, each {@code promoted} and {@code demoted} in turn, beginning with
     * {@code promoted}. Where one epoch follows another at once, the listener is told of the end of the first. What came and went
     * between two looks is not told. A listener that takes long holds up the others, and one that throws is reported to the thread's
     * handler of uncaught exceptions.
     *
     * <p>An orderly change of the primary stops primaryOnly processes by SIGTERM, as every stop does, and revokes the lease when they have
     * ended: they see {@code demoted} only where the lease ends under them. The lease has ended then, and the
     * process is halted when all listeners have returned, but not before its children are gone and not later than 0.5 s
     * after the leash saw the end, which it looks for every 0.1 s. No shutdown hook runs.
     */
    public static Registration listen(Listener listener) {
        return PrimaryWatch.listen(listener);
    }
}
