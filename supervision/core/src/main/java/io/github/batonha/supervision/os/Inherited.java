package io.github.batonha.supervision.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that became children of the agent because their parents ended: it is a child subreaper, so whatever outlives
 * a process that it started comes to it. They stand in one small file, since the kernel gives them to the first thread of the
 * agent, which starts nothing itself. Any thread.
 */
public final class Inherited {

    private static final Logger log = LoggerFactory.getLogger(Inherited.class);
    private static final long SELF = ProcessHandle.current().pid();
    private static final Path CHILDREN = Path.of("/proc", Long.toString(SELF), "task", Long.toString(SELF), "children");
    /** The JDK waits for children of its own; a dead one that is left so long is nobody's. */
    private static final Duration NOBODYS_AFTER = Duration.ofSeconds(2);

    private static final int MOST_AT_ONCE = 4096;

    /** Open for ever: each read from its beginning makes the kernel write it anew. Null where it is not offered. */
    private final @Nullable FileChannel children = open();

    private final boolean isComplete;
    private final Map<OsProcess, Long> deadSince = new HashMap<>();

    private Inherited(int error) {
        this.isComplete = error == 0 && read(Set.of()).isPresent();
        if (!isComplete) {
            log.warn(
                    "Orphans are not inherited (prctl error number {}, file={}): looks through all of /proc after each exit,"
                            + " which is slower",
                    -error,
                    CHILDREN);
        }
    }

    /** Makes this process the one that inherits, for as long as it lives. */
    public static Inherited begin() {
        return new Inherited(Libc.becomeSubreaper());
    }

    private static @Nullable FileChannel open() {
        try {
            return FileChannel.open(CHILDREN);
        } catch (IOException notOffered) {
            return null;
        }
    }

    /** Whether all that outlives a child of the agent is found by {@link #look}. */
    public boolean isComplete() {
        return isComplete;
    }

    /**
     * What there is.
     *
     * @param isSettled false where one of them ended while they were looked at: what it left came too late for this look
     */
    public record Look(List<ProcStat> live, boolean isSettled) {
        public Look {
            live = List.copyOf(live);
        }
    }

    /**
     * Those that live; dead ones are waited for on the way. May also hold children that the agent started itself, by threads
     * that have ended since.
     *
     * @param known pids of children that others wait for, which are left out
     */
    public Look look(Set<Long> known) {
        var live = new ArrayList<ProcStat>();
        var dead = new HashSet<OsProcess>();
        var isSettled = true;
        for (var pid : read(known).orElse(Set.of())) {
            var stat = ProcStat.of(pid).filter(found -> found.parent() == SELF);
            if (stat.isPresent() && stat.get().isAlive()) {
                live.add(stat.get());
            } else if (stat.isPresent()) {
                dead.add(stat.get().process());
            } else {
                isSettled = false;
            }
        }
        return new Look(live, reap(dead) && isSettled);
    }

    /** Whether all of them were dead before. */
    private synchronized boolean reap(Set<OsProcess> dead) {
        if (dead.isEmpty() && deadSince.isEmpty()) {
            return true;
        }
        var now = System.nanoTime();
        var areOld = true;
        deadSince.keySet().retainAll(dead);
        for (var process : dead) {
            var since = deadSince.putIfAbsent(process, now);
            areOld &= since != null;
            if (since != null && now - since >= NOBODYS_AFTER.toNanos()) {
                try (var arena = Arena.ofConfined()) {
                    Libc.reap(process.pid(), arena.allocate(JAVA_INT));
                }
            }
        }
        return areOld;
    }

    private Optional<Set<Long>> read(Set<Long> without) {
        if (children == null) {
            return Optional.empty();
        }
        try {
            var buffer = ByteBuffer.allocate(MOST_AT_ONCE);
            // The kernel gives a page at a time.
            while (children.read(buffer, buffer.position()) > 0) {
                if (!buffer.hasRemaining()) {
                    buffer = ByteBuffer.allocate(2 * buffer.capacity()).put(buffer.flip());
                }
            }
            return Optional.of(pids(buffer.flip(), without));
        } catch (IOException notOffered) {
            return Optional.empty();
        }
    }

    /** Each followed by a space. */
    private static Set<Long> pids(ByteBuffer text, Set<Long> without) {
        var pids = new LinkedHashSet<Long>();
        var pid = 0L;
        while (text.hasRemaining()) {
            var c = text.get();
            if (c >= '0' && c <= '9') {
                pid = 10 * pid + c - '0';
            } else if (pid != 0) {
                if (!without.contains(pid)) {
                    pids.add(pid);
                }
                pid = 0;
            }
        }
        return pids;
    }
}
