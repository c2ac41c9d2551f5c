package io.github.batonha.supervision.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of the exit of processes, our children or not, by two daemon threads that wait for a pidfd of each. The kernel wakes one for an
 * exit, which tells of it while the other one waits: a listener that hangs keeps nobody else from being told.
 */
public final class ExitWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ExitWatch.class);
    private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(1);
    private static final long SELF = ProcessHandle.current().pid();

    /** How often the first thread looks for what the agent inherited, where nothing ends. The other one waits for ends alone. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private static final Duration LONG = Duration.ofDays(1);

    /** One that waits, and one that tells and may hang. */
    private static final int THREADS = 2;

    /** The key of {@link #wakeUp}. */
    private static final long OVER = 0;

    /** @param endsGroup whether its process group is killed with its end */
    private record Watched(OsProcess process, boolean endsGroup, Consumer<Exit> listener) {}

    /** As the kernel knows it. */
    private record Entry(Watched watched, int pidfd) {}

    private final Map<Long, Entry> byKey = new HashMap<>();
    private final Set<OsProcess> processes = new HashSet<>();
    private long lastKey = OVER;
    private final Epoll epoll = new Epoll();
    private final int wakeUp = Libc.eventfd();
    private final Runnable look;
    private boolean isClosed;
    private final AtomicInteger threadsLeft = new AtomicInteger(THREADS);
    private final ThreadLocal<Boolean> tellsOneAlone = ThreadLocal.withInitial(() -> false);

    public ExitWatch() {
        this(() -> {});
    }

    /** @param look called now and then on a watching thread; must not block */
    public ExitWatch(Runnable look) {
        this.look = look;
        if (wakeUp < 0) {
            throw new IllegalStateException("eventfd failed with error number %d: raise ulimit -n".formatted(-wakeUp));
        }
        if (epoll.addForAll(wakeUp, OVER) < 0) {
            throw new IllegalStateException("epoll_ctl failed for the descriptor that ends the watch");
        }
        for (var i = 0; i < THREADS; i++) {
            var lookEvery = i == 0 ? LOOK_EVERY : LONG;
            Thread.ofPlatform().daemon().name("baton-exits-", i).start(() -> run(lookEvery));
        }
    }

    /**
     * Calls once, when the process has ended; on a watching thread, or before this returns where it has ended already.
     *
     * @throws IOException when there is no descriptor to watch it with; the process is as it was
     */
    public void watch(OsProcess process, Consumer<Exit> listener) throws IOException {
        watch(new Watched(process, false, listener));
    }

    /** As above, for a child that leads a process group: what it leaves behind in that group is killed before its end is told. */
    public void watchLeader(OsProcess process, Consumer<Exit> listener) throws IOException {
        watch(new Watched(process, true, listener));
    }

    private void watch(Watched watched) throws IOException {
        var process = watched.process();
        var listener = watched.listener();
        var ofBuilder = BuilderSpawn.exitOf(process);
        if (ofBuilder.isPresent()) {
            var _ = ofBuilder.get().thenAccept(exit -> tell(watched, exit));
            return;
        }
        var pidfd = Libc.pidfdOpen(process.pid());
        if (pidfd == -Libc.ENOSYS) {
            watchWithoutPidfd(watched);
            return;
        }
        if (pidfd == -Libc.ESRCH) {
            listener.accept(new Exit.Unknown());
            return;
        }
        if (pidfd < 0) {
            throw new IOException("pidfd_open failed for pid=%d with error number %d: raise ulimit -n"
                    .formatted(process.pid(), -pidfd));
        }
        // A zombie has a pidfd, too, and is ready at once; only another process at this pid is not ours to watch.
        if (ProcStat.of(process.pid())
                .filter(s -> s.startTicks() == process.startTicks())
                .isEmpty()) {
            Libc.close(pidfd);
            listener.accept(new Exit.Unknown());
            return;
        }
        add(pidfd, watched);
    }

    /** For a Linux before 5.3: the JDK looks again and again. */
    private static void watchWithoutPidfd(Watched watched) {
        var process = watched.process();
        var handle = ProcessHandle.of(process.pid()).filter(_ -> process.isAlive());
        if (handle.isEmpty()) {
            tell(watched, new Exit.Unknown());
            return;
        }
        var _ = handle.get().onExit().thenAccept(_ -> tell(watched, new Exit.Unknown()));
    }

    private synchronized void add(int pidfd, Watched watched) throws IOException {
        if (isClosed) {
            Libc.close(pidfd);
            return;
        }
        var key = ++lastKey;
        var error = epoll.addOnce(pidfd, key);
        if (error < 0) {
            Libc.close(pidfd);
            throw new IOException("epoll_ctl failed for pid=%d with error number %d: raise fs.epoll.max_user_watches"
                    .formatted(watched.process().pid(), -error));
        }
        byKey.put(key, new Entry(watched, pidfd));
        processes.add(watched.process());
    }

    /**
     * Signals the process group that a watched child leads. Safe from the reuse of its number: as long as nobody has waited
     * for the child, its pid stays taken, and we are who waits. False where it is watched no more, or not our child.
     */
    public synchronized boolean signalGroup(OsProcess leader, Signal signal) {
        if (!processes.contains(leader)
                || ProcStat.of(leader.pid()).filter(this::isGroupOfOurChild).isEmpty()) {
            return false;
        }
        return Libc.kill(-leader.pid(), signal.number()) == 0;
    }

    /** Before it is waited for, so that its number can't be that of another group yet. */
    private void killGroupOf(OsProcess ended) {
        if (ProcStat.of(ended.pid()).filter(this::isGroupOfOurChild).isPresent()) {
            Libc.kill(-ended.pid(), Signal.KILL.number());
        }
    }

    private boolean isGroupOfOurChild(ProcStat stat) {
        return stat.parent() == SELF && stat.group() == stat.pid();
    }

    /** Whether the caller is a listener to an exit for which no other one waits: it may take a moment. */
    public boolean isTellingOneAlone() {
        return tellsOneAlone.get();
    }

    /** Watches no more. Nothing is told afterwards, and no process is touched. */
    @Override
    public synchronized void close() {
        if (!isClosed) {
            wake();
            isClosed = true;
        }
    }

    /** Only before {@code isClosed}, and with the lock held: afterwards the descriptor may be another's. */
    private void wake() {
        try (var arena = Arena.ofConfined()) {
            Libc.write(wakeUp, arena.allocateFrom(JAVA_LONG, 1L));
        }
    }

    private void run(Duration lookEvery) {
        try (var arena = Arena.ofConfined()) {
            var status = arena.allocate(JAVA_LONG);
            var waiter = epoll.new Waiter();
            while (!isOver()) {
                tellNext(waiter, status, lookEvery);
            }
        }
        if (threadsLeft.decrementAndGet() == 0) {
            epoll.close();
            Libc.close(wakeUp);
        }
    }

    private void tellNext(Epoll.Waiter waiter, MemorySegment status, Duration lookEvery) {
        try {
            var all = await(waiter, status, lookEvery);
            tellsOneAlone.set(all.size() == 1);
            all.forEach(ended -> tell(ended.watched(), ended.exit()));
        } catch (RuntimeException | Error e) {
            // Not even for want of memory may it end: no process would be seen to end any more.
            log.error("Could not tell of an exit: goes on with the next", e);
            LockSupport.parkNanos(TRY_AGAIN_AFTER.toNanos());
        } finally {
            tellsOneAlone.set(false);
        }
    }

    private record Ended(Watched watched, Exit exit) {}

    private synchronized boolean isOver() {
        if (isClosed) {
            byKey.values().forEach(entry -> Libc.close(entry.pidfd()));
            byKey.clear();
            processes.clear();
        }
        return isClosed;
    }

    /** What has ended, of which nobody else knows; none where nothing has for a while. */
    private List<Ended> await(Epoll.Waiter waiter, MemorySegment status, Duration lookEvery) {
        var ready = waiter.await(lookEvery);
        var all = new ArrayList<Ended>();
        for (var i = 0; i < ready; i++) {
            became(waiter.key(i), status).ifPresent(all::add);
        }
        if (ready < 0 && ready != -Libc.EINTR) {
            log.error("Could not watch for exits, error number {}: tries again, they are told late", -ready);
            LockSupport.parkNanos(TRY_AGAIN_AFTER.toNanos());
        }
        if (ready == 0) {
            lookAround();
        }
        return all;
    }

    private synchronized Optional<Ended> became(long key, MemorySegment status) {
        var entry = byKey.remove(key);
        if (entry == null) {
            return Optional.empty(); // the watch is over
        }
        var watched = entry.watched();
        processes.remove(watched.process());
        if (watched.endsGroup()) {
            killGroupOf(watched.process());
        }
        var exit = exitOf(watched.process().pid(), status);
        Libc.close(entry.pidfd());
        return Optional.of(new Ended(watched, exit));
    }

    private void lookAround() {
        try {
            look.run();
        } catch (RuntimeException e) {
            log.error("Could not look for processes that the agent inherited: tries again", e);
        }
    }

    private static void tell(Watched watched, Exit exit) {
        try {
            watched.listener().accept(exit);
        } catch (RuntimeException e) {
            log.error(
                    "The listener to the exit of pid={} failed",
                    watched.process().pid(),
                    e);
        }
    }

    /** Only a parent is told the status; an adopted process has told another. */
    private static Exit exitOf(long pid, MemorySegment status) {
        int result;
        do {
            result = Libc.waitpid(pid, status);
        } while (result == -Libc.EINTR);
        if (result != pid) {
            return new Exit.Unknown();
        }
        var value = status.get(JAVA_INT, 0);
        var signal = value & 0x7f;
        return signal == 0 ? new Exit.Status((value >> 8) & 0xff) : new Exit.Killed(signal);
    }
}
