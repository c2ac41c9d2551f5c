package io.github.batonha.supervision.os;

import java.io.File;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All live processes of the host but the agent itself and the kernel's own threads, as {@code /proc} listed them. Not a snapshot: a process that was
 * forked while the list was read may be missing, so that "nothing is left" wants two lists that say so.
 */
public final class ProcessTable {

    private static final long SELF = ProcessHandle.current().pid();

    /** How many processes this JVM has started: a list that was begun before the last of them may lack it. */
    private static final AtomicLong STARTED = new AtomicLong();

    private static @Nullable ProcessTable last;

    private final Map<Long, ProcStat> byPid;
    private final long started;
    private final long readAt = System.nanoTime();

    /** Made once: a table is mostly asked of all runs one after the other. */
    private final Map<Long, List<ProcStat>> bySession;

    private final Map<Long, List<ProcStat>> byParent;

    private ProcessTable(Map<Long, ProcStat> byPid, long started) {
        this.byPid = byPid;
        this.bySession = byPid.values().stream().collect(Collectors.groupingBy(ProcStat::session));
        this.byParent = byPid.values().stream().collect(Collectors.groupingBy(ProcStat::parent));
        this.started = started;
    }

    /** To be called when this JVM has started a process, before anybody else knows of it. */
    static void startedOne() {
        STARTED.incrementAndGet();
    }

    public static ProcessTable read() {
        var started = STARTED.get();
        var byPid = new HashMap<Long, ProcStat>();
        // As names alone: a path of each entry, and a pattern to choose by, would be most of the work.
        var entries = new File("/proc").list();
        if (entries == null) {
            throw new IllegalStateException("/proc could not be listed: mount it, processes are found through it");
        }
        for (var entry : entries) {
            if (Character.isDigit(entry.charAt(0))) {
                ProcStat.of(Long.parseLong(entry))
                        .filter(stat -> stat.isAlive() && !stat.isOfKernel() && stat.pid() != SELF)
                        .ifPresent(stat -> byPid.put(stat.pid(), stat));
            }
        }
        return new ProcessTable(byPid, started);
    }

    /** One that was read in this time, by whoever, and since the last start of a process by this JVM; else a new one. */
    public static ProcessTable recent(Duration within) {
        synchronized (ProcessTable.class) {
            var now = System.nanoTime();
            var known = last;
            if (known != null && known.started == STARTED.get() && now - known.readAt <= within.toNanos()) {
                return known;
            }
            var read = read();
            last = read;
            return read;
        }
    }

    public Collection<ProcStat> all() {
        return byPid.values();
    }

    public boolean has(OsProcess process) {
        var stat = byPid.get(process.pid());
        return stat != null && process.isThis(stat);
    }

    /**
     * The members of the session that this process leads or led. A session's number stays taken while it has a member, so
     * members are strangers only if their leader is another process than this one.
     */
    public Set<OsProcess> sessionOf(OsProcess leader) {
        return membersOf(leader).map(ProcStat::process).collect(Collectors.toSet());
    }

    /** As {@link #sessionOf}, with what was said of each when the list was read. */
    public Stream<ProcStat> membersOf(OsProcess leader) {
        var now = byPid.get(leader.pid());
        if (now != null && !leader.isThis(now)) {
            return Stream.empty();
        }
        return bySession.getOrDefault(leader.pid(), List.of()).stream()
                .filter(stat -> stat.startTicks() >= leader.startTicks());
    }

    /** Whether its session is it alone, and nothing descends from it. */
    public boolean isAlone(OsProcess leader) {
        return has(leader)
                && bySession.getOrDefault(leader.pid(), List.of()).size() == 1
                && !byParent.containsKey(leader.pid());
    }

    /** The process group that this process leads or led. */
    public Set<OsProcess> groupOf(OsProcess leader) {
        return where(stat -> stat.group() == leader.pid() && stat.startTicks() >= leader.startTicks());
    }

    /** Those that the agent inherited: its children, but for the given pids. */
    public Collection<ProcStat> childrenOfAgent(Set<Long> without) {
        return byPid.values().stream()
                .filter(stat -> stat.parent() == SELF && !without.contains(stat.pid()))
                .toList();
    }

    /** The processes whose environment satisfies the condition; one whose environment may not be read does not. */
    public Set<OsProcess> marked(Predicate<Map<String, String>> condition) {
        return where(stat -> condition.test(Environ.of(stat.pid())));
    }

    /**
     * The processes whose environment satisfies the condition; one whose environment may not be read does not.
     *
     * @param users whose processes are looked into: however many others there are, they cost one call each
     * @param condition of the marks, and the user that carries them
     */
    public Set<OsProcess> marked(Set<Long> users, BiPredicate<Map<String, String>, Long> condition) {
        return where(stat -> {
            var user = ProcessUser.of(stat.pid());
            return users.contains(user) && condition.test(Environ.of(stat.pid()), user);
        });
    }

    /** The given processes and all that descends from them. */
    public Set<OsProcess> withDescendants(Collection<OsProcess> roots) {
        var found = new LinkedHashSet<OsProcess>(roots);
        var left = new ArrayDeque<OsProcess>(roots);
        while (!left.isEmpty()) {
            var parent = left.remove();
            if (has(parent)) {
                for (var child : byParent.getOrDefault(parent.pid(), List.of())) {
                    if (found.add(child.process())) {
                        left.add(child.process());
                    }
                }
            }
        }
        return found;
    }

    private Set<OsProcess> where(Predicate<ProcStat> condition) {
        var found = new LinkedHashSet<OsProcess>();
        for (var stat : byPid.values()) {
            if (condition.test(stat)) {
                found.add(stat.process());
            }
        }
        return found;
    }
}
