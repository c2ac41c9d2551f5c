package io.github.batonha.client;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Halts this JVM, its children first, when its lease ends. The thread that halts does nothing that can block or that needs memory
 * or another thread; the killing of children and the last message are left to a second one, which waits for it from the start and is
 * given a bounded time.
 */
final class LeaseWatch {

    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** How long the end may be held up by children that don't die and by a standard error that nobody reads. */
    private static final long LAST_ACTS_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Less, so that there is time left to say why. */
    private static final long KILL_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Given up at the end, so that an application that filled the heap leaves room to find its children. */
    private static final int RESERVE_BYTES = 1 << 20;

    /** How often children are looked for, so that those of an application that fills the heap later are known by then. */
    private static final long FAMILY_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final byte[] NOTHING = {};

    /** Set before the first child is killed, so that whoever sees one die can tell why. One watch a JVM. */
    private static volatile boolean isEnding;

    private final Lease lease;
    private final Map<Lease.Verdict, byte[]> lastMessages = new EnumMap<>(Lease.Verdict.class);
    /** Not System.err, which may be the application's. */
    private final FileOutputStream standardError = new FileOutputStream(FileDescriptor.err);

    private final Thread lastActs = new Thread(this::performLastActs, "baton-leash-end");
    private final List<byte[]> reserve = new ArrayList<>(List.of(new byte[RESERVE_BYTES]));
    private List<ProcessHandle> tree = List.of();
    private boolean isFileMissed;
    private volatile Lease.Verdict verdict = Lease.Verdict.HELD;

    private LeaseWatch(Lease lease) {
        this.lease = lease;
        for (Lease.Verdict end : Lease.Verdict.values()) {
            lastMessages.put(end, lastMessage(end).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Watches from now on, on daemon threads of its own. */
    @SuppressWarnings("ThreadPriorityCheck") // a help where the JVM honours it; nothing rests on it
    static void start(Lease lease) {
        var watch = new LeaseWatch(lease);
        var thread = new Thread(watch::watch, "baton-leash");
        thread.setDaemon(true);
        thread.setPriority(Thread.MAX_PRIORITY);
        watch.lastActs.setDaemon(true);
        watch.lastActs.start();
        thread.start();
    }

    /** Does what {@link #start} does, but watches nothing. Blocks on {@code /proc} a moment. */
    static void rehearse(Map<String, String> environment) throws IOException, Lease.Refused {
        var watch = new LeaseWatch(Lease.ungranted(environment));
        watch.tree = ProcessTree.living();
        watch.lease.look();
        watch.lease.explain(Lease.Verdict.EXPIRED);
    }

    static boolean isEnding() {
        return isEnding;
    }

    private void watch() {
        while (true) {
            try {
                look();
            } catch (Throwable anything) {
                // Nothing that an application does to this thread may be the end of it.
            }
        }
    }

    private void look() {
        Lease.Verdict now = lease.look();
        if (now != Lease.Verdict.HELD) {
            end(now);
        }
        Thread.interrupted(); // an application that interrupts every thread must not make this one spin
        LockSupport.parkNanos(Math.min(PERIOD_NANOS, Math.max(POLL_NANOS, lease.remainingNanos())));
    }

    private void end(Lease.Verdict why) {
        try {
            verdict = why;
            reserve.clear();
            isEnding = true;
            LockSupport.unpark(lastActs);
            long by = System.nanoTime() + LAST_ACTS_NANOS;
            PrimaryWatch.leaseEnded();
            while ((lastActs.isAlive() || PrimaryWatch.isTelling()) && System.nanoTime() - by < 0) {
                LockSupport.parkNanos(POLL_NANOS);
            }
        } finally {
            Runtime.getRuntime().halt(verdict.exit());
        }
    }

    private void performLastActs() {
        rememberFamily();
        long next = System.nanoTime() + FAMILY_NANOS;
        while (!isEnding) {
            Thread.interrupted();
            LockSupport.parkNanos(FAMILY_NANOS);
            if (System.nanoTime() - next >= 0) { // not where the application interrupts everybody
                rememberFamily();
                next = System.nanoTime() + FAMILY_NANOS;
            }
        }
        for (int member = 0; member < tree.size(); member++) { // allocates nothing
            tree.get(member).destroyForcibly();
        }
        ProcessTree.killUntilGone(KILL_NANOS);
        explain();
        write(lastMessages.getOrDefault(verdict, NOTHING));
    }

    private void write(byte[] line) {
        try {
            standardError.write(line);
        } catch (IOException e) {
            // Nobody listens; the exit status says it too.
        }
    }

    private void explain() {
        try {
            verdict = lease.explain(verdict);
        } catch (Throwable memoryIsShort) {
            // Then only that it has ended is said.
        }
    }

    /** Says at once that its end is near, while there is time to find out who did that. */
    private void watchFile() {
        Lease.Verdict fate = lease.explain(Lease.Verdict.EXPIRED);
        if (fate != Lease.Verdict.EXPIRED && !isFileMissed) {
            isFileMissed = true;
            String what = fate == Lease.Verdict.DELETED ? "deleted" : "replaced by another file";
            write(
                    "baton: the lease page of epoch %d was %s while pid %d rests on it, which ends when the next agent starts%n"
                            .formatted(
                                    lease.epoch(), what, ProcessHandle.current().pid())
                            .getBytes(StandardCharsets.UTF_8));
        }
    }

    private void rememberFamily() {
        try {
            tree = ProcessTree.living();
            watchFile();
        } catch (Throwable memoryIsShort) {
            // Those that were found last are remembered.
        }
    }

    /** Made in time: in a full heap there is no making it. */
    private String lastMessage(Lease.Verdict why) {
        return "baton: the lease of epoch %d %s. Killed pid %d with its children, exit status %d%n"
                .formatted(lease.epoch(), why, ProcessHandle.current().pid(), why.exit());
    }
}
