package io.github.batonha.client;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The warm standby of a primaryOnly process: it has started, and does its work once its agent has promoted it. The order stands in a
 * {@link StandbyPage}; a FIFO beside it wakes the thread that waits, which costs nothing until then. The order alone promotes
 * nobody: the lease page must grant its epoch, too.
 */
final class Standby {

    static final String VARIABLE = "BATON_STANDBY";

    /** The FIFO is named as the page with this at the end. */
    static final String WAKE = ".wake";

    /** Of a process that was not promoted: no page ever grants it. */
    static final long NO_EPOCH = Long.MIN_VALUE;

    private static final Object LOCK = new Object();
    private static volatile long epoch = NO_EPOCH;
    private static volatile @Nullable Standby waiting;
    private static boolean isSaid;

    private final Path page;
    private final Map<String, String> environment;

    private Standby(Path page, Map<String, String> environment) {
        this.page = page;
        this.environment = environment;
    }

    /** Null where this process is none: also in a child of one, which has its environment but leads no session. */
    static @Nullable Standby of(Map<String, String> environment) {
        @Nullable String page = environment.get(VARIABLE);
        return page == null || page.isBlank() || !ProcessTree.isLeader()
                ? null
                : new Standby(Path.of(page), environment);
    }

    /** The epoch that this process was promoted to, else {@link #NO_EPOCH}. */
    static long epoch() {
        return epoch;
    }

    /** Has nothing left to do but this: returns when this process was promoted and the leash watches over its lease. */
    void awaitPromotion(Refusal refusal) {
        sayHeld();
        promote(refusal);
    }

    /** Does the same on a daemon thread of its own: {@link #await} tells the application. */
    void awaitPromotionBeside(Refusal refusal) {
        waiting = this;
        var thread = new Thread(() -> promote(refusal), "baton-standby");
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends this JVM, with a status and why. */
    interface Refusal {
        void refuse(int exit, String why);
    }

    private void promote(Refusal refusal) {
        try {
            promoted(ordered());
        } catch (Lease.Refused e) {
            refusal.refuse(e.exit(), String.valueOf(e.getMessage()));
        } catch (IOException | OutOfMemoryError e) {
            refusal.refuse(LeaseExit.REFUSED, "it could not be promoted: " + e);
        }
    }

    private long ordered() throws IOException {
        // Open for writing, too: then a read waits where nobody has it open, and what is ordered from now on wakes it.
        try (var wake = new RandomAccessFile(page + WAKE, "rw")) {
            long ordered = StandbyPage.order(page);
            while (ordered == 0) {
                if (wake.read() < 0) {
                    throw new IOException("%s%s is no FIFO".formatted(page, WAKE));
                }
                ordered = StandbyPage.order(page);
            }
            return ordered;
        }
    }

    private void promoted(long ordered) throws IOException, Lease.Refused {
        LeaseWatch.start(Lease.of(environment, Long.toString(ordered)));
        System.setProperty(Leash.EPOCH, Long.toString(ordered));
        synchronized (LOCK) { // what the other thread says of itself must not come later
            epoch = ordered;
            StandbyPage.state(page, ordered);
            LOCK.notifyAll();
        }
    }

    private void sayHeld() {
        try {
            StandbyPage.state(page, StandbyPage.HELD);
        } catch (IOException e) {
            System.err.println("baton: can't say that this standby is warm: " + e);
        }
    }

    /** Waits until this process was promoted, or the time is over. Returns at once where it is no standby that waits. */
    static void await(long nanos) throws InterruptedException {
        @Nullable Standby standby = waiting;
        if (standby == null) {
            return;
        }
        synchronized (LOCK) {
            if (epoch == NO_EPOCH && !isSaid) {
                isSaid = true;
                standby.sayHeld();
            }
            long end = System.nanoTime() + nanos;
            long left = nanos;
            while (epoch == NO_EPOCH && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(LOCK, left);
                left = end - System.nanoTime();
            }
        }
    }
}
