package baton.client;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Halts this JVM, its children first, when its lease ends. The thread that halts touches nothing that can block or fill up: it
 * allocates nothing, and leaves the killing of children and the last words to a second thread, for which it waits a bounded time.
 */
final class LeaseWatch {

    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** How long the end may be held up by children that don't die and by a standard error that nobody reads. */
    private static final long LAST_ACTS_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Given up at the end, so that an application that filled the heap leaves room to find its children. */
    private static final int RESERVE_BYTES = 1 << 20;

    /** Set before the first child is killed, so that whoever sees one die can tell why. One watch a JVM. */
    private static volatile boolean isEnding;

    private final Lease lease;
    private final Thread lastActs;
    private final List<byte[]> reserve = new ArrayList<>(List.of(new byte[RESERVE_BYTES]));
    private volatile Lease.Verdict verdict = Lease.Verdict.HELD;

    private LeaseWatch(Lease lease) {
        this.lease = lease;
        this.lastActs = new Thread(this::performLastActs, "baton-leash-end");
        lastActs.setDaemon(true);
    }

    /** Watches from now on, on a daemon thread of its own. */
    @SuppressWarnings("ThreadPriorityCheck") // a help where the JVM honours it; nothing rests on it
    static void start(Lease lease) {
        var watch = new LeaseWatch(lease);
        var thread = new Thread(watch::watch, "baton-leash");
        thread.setDaemon(true);
        thread.setPriority(Thread.MAX_PRIORITY);
        thread.start();
    }

    static boolean isEnding() {
        return isEnding;
    }

    private void watch() {
        Family.living(); // loads what the end needs, while there is memory
        while (true) {
            Lease.Verdict now = lease.look();
            if (now != Lease.Verdict.HELD) {
                end(now);
            }
            Thread.interrupted(); // an application that interrupts every thread must not make this one spin
            LockSupport.parkNanos(Math.min(PERIOD_NANOS, Math.max(POLL_NANOS, lease.remainingNanos())));
        }
    }

    private void end(Lease.Verdict why) {
        try {
            verdict = why;
            isEnding = true;
            reserve.clear();
            long by = System.nanoTime() + LAST_ACTS_NANOS;
            lastActs.start();
            while (lastActs.isAlive() && System.nanoTime() - by < 0) {
                LockSupport.parkNanos(POLL_NANOS);
            }
        } catch (Throwable noThreadLeft) {
            // Nothing may keep the JVM from its end.
        } finally {
            Runtime.getRuntime().halt(Leash.EXIT_LEASE_ENDED);
        }
    }

    private void performLastActs() {
        Family.killUntilGone(LAST_ACTS_NANOS);
        String line = "baton: the lease of epoch %d %s. Killed pid %d with its children, exit status %d%n"
                .formatted(lease.epoch(), verdict, ProcessHandle.current().pid(), Leash.EXIT_LEASE_ENDED);
        try (var error = new FileOutputStream(FileDescriptor.err)) { // System.err may be the application's
            error.write(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Nobody listens; the exit status says it too.
        }
    }
}
