package io.github.batonha.actors.health;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Runs checks on the thread that brings them, the server's own, for a change of threads costs more than all else about them, and
 * most where the machine is busy. A client that is slow to send or to read would hold up all others there: its connection is
 * interrupted, which closes it, and for a while after that every check gets a thread of its own.
 */
final class InPlace implements Executor, AutoCloseable {

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    /** Where there is no check, which wakes whoever looks. */
    private static final Duration LOOK_IDLE_EVERY = Duration.ofMinutes(1);

    private static final Duration WARY_FOR = Duration.ofMinutes(1);

    private static final long NONE = 0;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private final LongSupplier monotonicNanos;
    private final Object lock = new Object();
    /** Counts the checks on the server's thread; {@link #NONE} while there is none. Written by that thread. */
    private volatile long running = NONE;

    private volatile long waryUntil;
    private volatile boolean isIdle;
    private final Thread guard;
    private Thread server = Thread.currentThread();
    private long count;

    InPlace(LongSupplier monotonicNanos) {
        this.monotonicNanos = monotonicNanos;
        this.waryUntil = monotonicNanos.getAsLong();
        this.guard = Thread.ofPlatform().daemon().name("health-guard").start(this::guard);
    }

    /** To be called by the server's one thread. */
    @Override
    public void execute(Runnable check) {
        if (isWary()) {
            threads.execute(check);
            return;
        }
        server = Thread.currentThread();
        count++;
        running = count;
        if (isIdle) {
            isIdle = false;
            LockSupport.unpark(guard);
        }
        try {
            check.run();
        } finally {
            synchronized (lock) {
                running = NONE;
                // The next check, and the server's own waiting, must not find what was meant for this one.
                var _ = Thread.interrupted();
            }
        }
    }

    boolean isWary() {
        return monotonicNanos.getAsLong() - waryUntil < 0;
    }

    private void guard() {
        var last = NONE;
        while (!isClosed.get()) {
            LockSupport.parkNanos((isIdle ? LOOK_IDLE_EVERY : LOOK_EVERY).toNanos());
            var now = running;
            if (now != NONE && now == last) {
                interrupt(now);
            }
            last = now;
            isIdle = true;
            // A check that began before this was seen has not woken anybody.
            isIdle = running == NONE;
        }
    }

    private void interrupt(long slow) {
        synchronized (lock) {
            if (running == slow) {
                waryUntil = monotonicNanos.getAsLong() + WARY_FOR.toNanos();
                server.interrupt();
            }
        }
    }

    @Override
    public void close() {
        isClosed.set(true);
        LockSupport.unpark(guard);
        threads.shutdownNow();
    }
}
