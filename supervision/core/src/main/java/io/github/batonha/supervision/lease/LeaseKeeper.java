package io.github.batonha.supervision.lease;

import io.github.batonha.client.LeasePage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pushes the lease page of the active epoch from a thread of its own, which no actor, garbage of theirs or busy dispatcher
 * holds up. Lives as long as the agent's JVM, through any number of actor systems. All methods may be called by any thread.
 */
public final class LeaseKeeper implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);

    private final LeasePage page;
    private final LongSupplier ticker;
    private final Thread thread;
    private Lease lease = new Lease.None();
    private boolean closed;

    LeaseKeeper(LeasePage page, LongSupplier ticker) {
        this.page = page;
        this.ticker = ticker;
        this.thread = Thread.ofPlatform().daemon().name("lease-keeper").unstarted(this::run);
    }

    /**
     * Opens the page, which is left as it is, and starts the thread.
     *
     * @param ticker {@link System#nanoTime()}, by which the leashes of processes compare deadlines
     */
    public static LeaseKeeper open(Path file, LongSupplier ticker) throws IOException {
        var keeper = new LeaseKeeper(LeasePage.openForWriting(file), ticker);
        keeper.thread.start();
        return keeper;
    }

    /** What the page says now. */
    public LeasePage.Reading read() {
        return page.read();
    }

    /**
     * Whether this keeper pushes the epoch and its page has not passed its deadline. Costs a memory read.
     */
    public synchronized boolean isHeld(long epoch) {
        return lease instanceof Lease.Held held
                && held.epoch() == epoch
                && Pages.isHeld(page.read(), epoch, ticker.getAsLong());
    }

    /** Whether this keeper had the epoch and found its page past the deadline. Looks now, not only when the thread next does. */
    public synchronized boolean isLost(long epoch) {
        push();
        return lease.isLost(epoch);
    }

    /**
     * Begins an epoch: pushes the page at once, and from then on.
     *
     * @param sinceNanos when it was decided, as of {@link System#nanoTime()}: the first deadline counts from then, so that an
     *     agent that was stopped in between does not begin what others may have excluded meanwhile
     * @param isByOthers the page is pushed by {@link #extend} alone
     * @return false if that deadline has passed, or the epoch was lost before; it is lost for good then
     */
    public synchronized boolean begin(long epoch, Duration grace, long sinceNanos, boolean isByOthers) {
        var isBegun = take(lease.begin(epoch, grace, sinceNanos, isByOthers, ticker));
        LockSupport.unpark(thread);
        return isBegun;
    }

    /**
     * Goes on with an epoch that an earlier agent, or an earlier actor system, began. The page must still hold.
     *
     * @param isByOthers the page is pushed by {@link #extend} alone
     * @return false if it does not; then nothing was pushed, and nothing ever will be for this epoch
     */
    public synchronized boolean resume(long epoch, Duration grace, boolean isByOthers) {
        lease = lease.resume(epoch, grace, isByOthers, page.read(), ticker);
        push();
        LockSupport.unpark(thread);
        return !lease.isLost(epoch);
    }

    /**
     * Pushes the page of an epoch that others renew. Does nothing for one that is not held, or that lasts longer already.
     *
     * @param untilNanos as of {@link System#nanoTime()}, from a reading before they were asked
     */
    public synchronized void extend(long epoch, long untilNanos) {
        take(lease.extend(epoch, untilNanos, ticker, page::read));
    }

    private boolean take(Lease.Step step) {
        lease = step.next();
        if (step.isPush()) {
            page.push(step.epoch(), step.deadlineNanos());
        }
        return step.isPush();
    }

    /**
     * Ends the lease at once: the leash of every primaryOnly process ends it within a moment. One that had passed its deadline
     * before is lost all the same: others may have given this node up by then.
     */
    public synchronized void revoke() {
        lease = lease.revoke(ticker, page::read);
        page.revoke();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        LockSupport.unpark(thread);
    }

    private void run() {
        while (true) {
            Duration pause;
            synchronized (this) {
                if (closed) {
                    return;
                }
                push();
                pause = lease.pushEvery();
            }
            LockSupport.parkNanos(this, pause.toNanos());
        }
    }

    /** Package-private for tests, which push by hand. */
    synchronized void push() {
        var step = lease.push(ticker, page::read);
        if (step.next() instanceof Lease.Lost lost && !lease.isLost(lost.epoch())) {
            log.error(
                    "Lost the lease of epoch={}: its page passed its deadline or was changed, as when this agent was stopped for "
                            + "longer than the grace; primaryOnly processes end",
                    lost.epoch());
        }
        take(step);
    }
}
