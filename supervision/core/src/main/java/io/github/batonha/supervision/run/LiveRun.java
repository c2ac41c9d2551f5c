package io.github.batonha.supervision.run;

import io.github.batonha.supervision.os.Environ;
import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.os.OsProcess;
import io.github.batonha.supervision.os.ProcFiles;
import io.github.batonha.supervision.os.ProcStat;
import io.github.batonha.supervision.os.ProcessTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A run and what is known to belong to it: its session, what carries its mark, their descendants, and all that was once seen
 * to belong to it, for a process may leave its session, its parent and its environment behind.
 */
final class LiveRun {

    private volatile Run run;
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();
    private final Set<String> logs;
    private final Set<OsProcess> seen = new HashSet<>();
    private final List<CompletableFuture<Exit>> auxiliary = new ArrayList<>();

    private final boolean isChild;
    private volatile boolean isAsked;
    private volatile boolean isUnfit;
    private boolean isTerminated;
    private boolean isTerminatedAhead;

    /** @param isChild whether this JVM started it */
    LiveRun(Run run, boolean isChild) {
        this(run, isChild, Set.of());
    }

    /** @param logs where it writes: what writes there is of it, whatever else it has left behind */
    LiveRun(Run run, boolean isChild, Set<String> logs) {
        this.run = run;
        this.isChild = isChild;
        this.logs = Set.copyOf(logs);
        seen.add(main());
    }

    Run run() {
        return run;
    }

    /** It is the run of an epoch from now on. */
    void promoted(Run next) {
        run = next;
    }

    boolean isChild() {
        return isChild;
    }

    /** Somebody wants it to end: its end is no failure. */
    void ask() {
        isAsked = true;
    }

    boolean isAsked() {
        return isAsked;
    }

    /** It does not work: nobody promotes it. */
    void markUnfit() {
        isUnfit = true;
    }

    boolean isUnfit() {
        return isUnfit;
    }

    /** Whether the caller is to send SIGTERM with that for others, before its own turn: nobody has sent one yet. */
    synchronized boolean beginsTerminationAhead() {
        isTerminatedAhead = !isTerminated;
        isTerminated = true;
        return isTerminatedAhead;
    }

    /** It may not have been sent after all: its own turn comes still. */
    synchronized void failsTerminationAhead() {
        isTerminated = false;
        isTerminatedAhead = false;
    }

    /** Whether the caller is to send SIGTERM: false once, where that was done ahead and the main process has not ended since. */
    synchronized boolean beginsTermination() {
        var isDone = isTerminatedAhead && !exit.isDone();
        isTerminatedAhead = false;
        isTerminated = true;
        return !isDone;
    }

    /** Completed once the main process has ended. */
    CompletableFuture<Exit> exit() {
        return exit;
    }

    OsProcess main() {
        return new OsProcess(run.pid(), run.startTicks());
    }

    /**
     * What of it lives now.
     *
     * @param candidates those whose environment is looked into: what came to the agent from its own, or what runs as a user whose
     *     marks count. Any other one descends from the run, or is of its session
     */
    synchronized Set<OsProcess> members(ProcessTable table, Collection<ProcStat> candidates) {
        var roots = new HashSet<>(table.sessionOf(main()));
        candidates.stream()
                .filter(stat -> isMarked(stat) || isWriting(stat))
                .map(ProcStat::process)
                .forEach(roots::add);
        roots.addAll(seen);
        seen.addAll(table.withDescendants(roots));
        seen.removeIf(process -> !table.has(process));
        return Set.copyOf(seen);
    }

    /** A process that the agent started for this run: a child of the agent, which is not among those that it inherits. */
    synchronized void addAuxiliary(OsProcess process, CompletableFuture<Exit> itsExit) {
        seen.add(process);
        auxiliary.removeIf(CompletableFuture::isDone);
        auxiliary.add(itsExit);
    }

    synchronized boolean hasAuxiliary() {
        return auxiliary.stream().anyMatch(itsExit -> !itsExit.isDone());
    }

    /** Whether a process that outlived the main process is of this run. */
    boolean isOf(ProcStat stat) {
        return isSeen(stat)
                || (stat.session() == run.pid() && stat.startTicks() >= run.startTicks())
                || isMarked(stat)
                || isWriting(stat);
    }

    private synchronized boolean isSeen(ProcStat stat) {
        return seen.contains(stat.process());
    }

    private boolean isMarked(ProcStat stat) {
        return run.id().equals(Environ.of(stat.pid()).get(Marks.RUN));
    }

    /** Of one that carries no mark at all: where it does, that says whose it is. */
    private boolean isWriting(ProcStat stat) {
        return !logs.isEmpty()
                && !Environ.of(stat.pid()).containsKey(Marks.RUN)
                && stat.startTicks() >= run.startTicks()
                && (logs.contains(ProcFiles.target(stat.pid(), 1)) || logs.contains(ProcFiles.target(stat.pid(), 2)));
    }

    /** Whether a run that an earlier agent recorded still has its main process, or anything that can be told to be its. */
    boolean isLeft(ProcessTable table, Owners owners) {
        return table.has(main())
                || owners.candidates(run.process(), table).stream().anyMatch(this::isMarked);
    }
}
