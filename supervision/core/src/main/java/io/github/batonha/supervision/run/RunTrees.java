package io.github.batonha.supervision.run;

import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.os.ExitWatch;
import io.github.batonha.supervision.os.Inherited;
import io.github.batonha.supervision.os.OsProcess;
import io.github.batonha.supervision.os.ProcStat;
import io.github.batonha.supervision.os.ProcessTable;
import io.github.batonha.supervision.os.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals whole runs, and finds out when nothing of one is left. What descends from a run that this agent started comes to
 * the agent when its parents end, so that one small file tells; for a run that was adopted all of {@code /proc} is searched
 * for its mark.
 */
final class RunTrees implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RunTrees.class);
    /** To ask a process to end, a list is good enough that others were shown a moment ago: what it misses is killed later. */
    private static final Duration RECENT = Duration.ofMillis(20);
    /** How long one kill chases what forks faster than it is killed, before whoever asked looks again. */
    private static final Duration CHASE = Duration.ofMillis(250);

    private static final Duration STEP = Duration.ofMillis(1);
    private static final int ATTEMPTS = 5;
    /** Programs that the agent runs for itself are of it. */
    private static final long SESSION =
            ProcStat.of(ProcessHandle.current().pid()).map(ProcStat::session).orElse(0L);

    private static final Set<OsProcess> FORBIDDEN = ConcurrentHashMap.newKeySet();

    private final Owners owners;
    private final Inherited inherited = Inherited.begin();
    /** Children that {@link #exits} waits for. */
    private final Set<Long> awaited = ConcurrentHashMap.newKeySet();

    private final ExitWatch exits = new ExitWatch(() -> inherited.look(awaited));

    RunTrees(Owners owners) {
        this.owners = owners;
    }

    /** Watches its main process; {@link LiveRun#exit()} tells the end. */
    void enter(LiveRun run) throws IOException {
        watch(run.main(), run.exit(), run.isChild(), exits::watch);
    }

    private interface Watching {
        void watch(OsProcess process, Consumer<Exit> listener) throws IOException;
    }

    private void watch(OsProcess process, CompletableFuture<Exit> exit, boolean isChild, Watching watching)
            throws IOException {
        if (isChild) {
            awaited.add(process.pid());
        }
        try {
            watching.watch(process, ended -> {
                awaited.remove(process.pid());
                exit.complete(ended);
            });
        } catch (IOException e) {
            awaited.remove(process.pid());
            throw e;
        }
    }

    /**
     * Watches a child that belongs to a run without being its main process or descending from it.
     *
     * @param endsGroup whether what it leaves behind in its process group is killed with its end
     */
    CompletableFuture<Exit> watchAuxiliary(LiveRun run, OsProcess child, boolean endsGroup) throws IOException {
        var exit = new CompletableFuture<Exit>();
        run.addAuxiliary(child, exit);
        watch(child, exit, true, endsGroup ? exits::watchLeader : exits::watch);
        return exit;
    }

    /** SIGKILL to a child that is watched, and to its process group. */
    void killGroup(OsProcess child) {
        if (!exits.signalGroup(child, Signal.KILL)) {
            child.signal(Signal.KILL);
        }
    }

    /** First looks at all that descends from it: what loses its parent by the signal could no longer be told to. */
    void terminate(LiveRun run) {
        signalAll(run, Signal.TERM);
    }

    /** SIGTERM to many, each as by {@link #terminate}, by one look at all processes. */
    void terminateAhead(Collection<LiveRun> many) {
        var table = ProcessTable.read();
        var isNothingInherited = table.childrenOfAgent(awaited).isEmpty();
        for (var run : many) {
            var isAlone = isTold(run) && isNothingInherited && !run.hasAuxiliary() && table.isAlone(run.main());
            if (!isAlone || !exits.signalGroup(run.main(), Signal.TERM)) {
                signal(run, Signal.TERM, table);
            }
        }
    }

    /** What forks while it is killed is chased for a moment. */
    void kill(LiveRun run) {
        signalAll(run, Signal.KILL);
        var begun = System.nanoTime();
        while (run.exit().isDone() && System.nanoTime() - begun < CHASE.toNanos()) {
            var left = members(run, ProcessTable.read());
            if (left.isEmpty()) {
                return;
            }
            signal(left, Signal.KILL);
            LockSupport.parkNanos(STEP.toNanos());
        }
    }

    /** The process group at once, so that none of it is missed, then what is outside of it. */
    private void signalAll(LiveRun run, Signal signal) {
        signal(run, signal, ProcessTable.recent(RECENT));
    }

    private void signal(LiveRun run, Signal signal, ProcessTable table) {
        var rest = new HashSet<>(members(run, table));
        if (exits.signalGroup(run.main(), signal)) {
            rest.removeAll(table.groupOf(run.main()));
        }
        signal(rest, signal);
    }

    Set<OsProcess> members(LiveRun run, ProcessTable table) {
        return run.members(table, isTold(run) ? table.childrenOfAgent(awaited) : everywhere(run, table));
    }

    private Collection<ProcStat> everywhere(LiveRun run, ProcessTable table) {
        return owners.candidates(run.run().process(), table);
    }

    /** Twice, because what is forked or ends while a list is read may make it miss something. */
    boolean isEmpty(LiveRun run) {
        if (isTold(run)) {
            return run.exit().isDone() && hasLeftNothing(run) && hasLeftNothing(run);
        }
        var first = ProcessTable.read();
        if (!run.members(first, everywhere(run, first)).isEmpty()) {
            return false;
        }
        var second = ProcessTable.read();
        return run.members(second, everywhere(run, second)).isEmpty();
    }

    /** Whether the caller was told an exit, and may find out before the next one is told whether anything of the run is left. */
    boolean mayLookAtOnce(LiveRun run) {
        return isTold(run) && exits.isTellingOneAlone();
    }

    /**
     * What a process of this agent left to it that is of none of these runs: it left its session, its parent and its environment behind,
     * and its log.
     */
    List<ProcStat> strangers(Collection<LiveRun> runs, Run ended) {
        return inherited.look(awaited).live().stream()
                .filter(stat -> stat.session() != SESSION && stat.startTicks() >= ended.startTicks())
                .filter(stat -> runs.stream().noneMatch(run -> run.isOf(stat)))
                .toList();
    }

    private boolean isTold(LiveRun run) {
        return run.isChild() && inherited.isComplete();
    }

    /** False also where it can't be told because others end at the same time: then it is looked at again. */
    private boolean hasLeftNothing(LiveRun run) {
        if (run.hasAuxiliary()) {
            return false;
        }
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            var look = inherited.look(awaited);
            if (look.live().stream().anyMatch(run::isOf)) {
                return false;
            }
            // One that ended before its mark was read told nothing, and may have left others.
            if (look.isSettled() && look.live().stream().allMatch(RunTrees::isStillThere)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isStillThere(ProcStat stat) {
        return stat.process().isAlive();
    }

    static void signal(Collection<OsProcess> processes, Signal signal) {
        for (var process : processes) {
            switch (process.send(signal)) {
                case REACHED, GONE -> log.debug("Sent {} to pid={}", signal, process.pid());
                case FORBIDDEN -> complain(process, signal);
            }
        }
    }

    private static void complain(OsProcess process, Signal signal) {
        if (FORBIDDEN.add(process)) {
            log.warn(
                    "May not send {} to pid={} ({}), which is of another user: end it by hand, or run the agent as root",
                    signal,
                    process.pid(),
                    ProcStat.command(process.pid()));
        }
    }

    /** Stops watching. Processes are left as they are. */
    @Override
    public void close() {
        exits.close();
    }
}
