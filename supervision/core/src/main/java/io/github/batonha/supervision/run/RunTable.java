package io.github.batonha.supervision.run;

import io.github.batonha.supervision.cgroup.ControlGroups;
import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.os.FileMode;
import io.github.batonha.supervision.os.Host;
import io.github.batonha.supervision.os.OomScore;
import io.github.batonha.supervision.os.Spawn;
import io.github.batonha.supervision.os.SpawnResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live runs of one node. A run is live until its session and everything that carries its mark is gone, not only until
 * its main process ends. Lives as long as the agent's JVM, through any number of actor systems. All methods may be called by
 * any thread; those that read {@code /proc} or wait are said to block.
 */
public final class RunTable implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RunTable.class);
    private static final Duration CLOSED_WITHIN = Duration.ofSeconds(1);

    private final Path directory;
    private final Path runs;
    private final InstantSource clock;
    private final String bootId = Host.bootId();
    private final Owners owners;
    private final RunTrees trees;
    private final Map<String, LiveRun> byProcess = new ConcurrentHashMap<>();

    private final EndedRuns ended;

    private final StartRights rights = new StartRights();

    /** Held by each start of a process: never two of one, any number of different ones. */
    private final Map<String, Lock> startingOne = new ConcurrentHashMap<>();

    private final AtomicReference<@Nullable String> nextId = new AtomicReference<>();
    private final AuxiliaryStarts auxiliary;
    private final LeftBehind leftBehind;
    private final ControlGroups groups;
    private final StartHook hook;
    private volatile boolean isClosed;
    private String ignored = "";

    private RunTable(Path directory, InstantSource clock, StartHook hook, Owners owners) {
        this.directory = directory;
        this.hook = hook;
        this.owners = owners;
        this.trees = new RunTrees(owners);
        this.leftBehind = new LeftBehind(trees, byProcess.values());
        this.auxiliary = new AuxiliaryStarts(directory, trees);
        this.runs = directory.resolve("runs");
        this.ended = new EndedRuns(runs);
        this.clock = clock;
        this.groups = ControlGroups.open(directory.getFileName().toString());
    }

    /**
     * Takes over what earlier agents left running on this boot. Blocks.
     *
     * @param directory {@code run/NODE}, the mark by which processes of this node are known
     */
    public static RunTable open(Path directory, InstantSource clock) throws IOException {
        return open(directory, clock, StartHook.NONE, Map::of);
    }

    /**
     * As above.
     *
     * @param hook to be called before each start
     * @param users what {@code <user>} says now, by process: what runs as another user is not taken for a process of this node
     */
    public static RunTable open(
            Path directory, InstantSource clock, StartHook hook, Supplier<Map<String, String>> users)
            throws IOException {
        FileMode.OWNERS_FOLDER.folder(directory.resolve("runs"));
        // The mark is compared as text: it must not depend on the way by which the agent was led to its folder.
        var table = new RunTable(directory.toRealPath(), clock, hook, new Owners(users));
        try {
            var found = new Adoption(table.directory, table.runs, table.owners, clock.instant()).find(table.bootId);
            table.ignored = found.ignored();
            for (var run : found.live()) {
                table.enter(run);
                log.info(
                        "Adopted run={} process={} pid={}",
                        run.run().id(),
                        run.run().process(),
                        run.run().pid());
            }
            found.ended().forEach(table.ended::note);
            table.groups.removeOthers(table.live().stream().map(Run::id).toList());
            if (table.byProcess.isEmpty()) {
                // Not one process outlived its agent: the host was lost, or all was ended. The node starts anew.
                table.forgetEnded();
            }
            return table;
        } catch (IOException | RuntimeException e) {
            table.close();
            throw e;
        }
    }

    /** Processes of others that pretend to be of this node, as a sentence; empty where the agent found none when it began. */
    public String ignored() {
        return ignored;
    }

    public List<Run> live() {
        return byProcess.values().stream().map(LiveRun::run).toList();
    }

    public Optional<Run> live(String process) {
        return Optional.ofNullable(byProcess.get(process)).map(LiveRun::run);
    }

    /** The run that lives, else the last one that ended, of this boot. */
    public Optional<Run> last(String process) {
        return live(process).or(() -> ended.last(process));
    }

    /**
     * How the last run of a process ended that nobody had asked to, on this boot and in this epoch, where none is live; unknown
     * where no agent was there to see it. Holds over agents, until {@link #forgetEnded()} or an agent that finds nothing to adopt.
     */
    public Optional<Exit> ended(String process, long epoch) {
        return byProcess.containsKey(process) ? Optional.empty() : ended.unasked(process, epoch);
    }

    /** Forgets, durably, all runs that have ended. Blocks. */
    public void forgetEnded() throws IOException {
        ended.forgetAll();
    }

    /** Forgets how the last run of a process ended. Its record stays until the next one. */
    public void forgetEnded(String process) {
        ended.forget(process);
    }

    /** Whether the main process of a primaryOnly run of this epoch lives. */
    public boolean hasLiveRunOf(long epoch) {
        return byProcess.values().stream()
                .anyMatch(run -> run.run().isPrimaryOnly()
                        && !run.run().isStandby()
                        && run.run().epoch() == epoch
                        && run.main().isAlive());
    }

    /** The right to start runs that are not primaryOnly; takes it from whoever had it. Waits for a start under way. */
    public Spawner localSpawner() {
        return rights.take(new TableSpawner(0), 0);
    }

    /** The right to start warm standbys, until somebody has {@link #primaryOnlySpawner}. Waits for a start under way. */
    public Spawner standbySpawner() {
        return rights.take(new TableSpawner(Run.STANDBY), Run.STANDBY);
    }

    /**
     * The right to start primaryOnly runs of this epoch, and to promote standbys to it; takes it from whoever had it. Waits for a start
     * under way.
     */
    public Spawner primaryOnlySpawner(long epoch) {
        return rights.take(new TableSpawner(epoch), epoch);
    }

    /** Calls once when the main process has ended, at once if it has. Called on a thread of the table: must not block. */
    public void onExit(Run run, Consumer<Exit> listener) {
        var exit = liveRun(run).map(LiveRun::exit).orElse(CompletableFuture.completedFuture(new Exit.Unknown()));
        var _ = exit.thenAccept(listener);
    }

    /**
     * As {@link #onExit(Run, Consumer)}, for a listener that looks whether the run {@link #isGone}: it is called by the executor, but
     * where one run alone has ended, whose next start may wait for it, on the thread of the table.
     */
    public void onExit(Run run, Executor executor, EndListener listener) {
        var live = liveRun(run);
        onExit(run, exit -> {
            if (live.filter(trees::mayLookAtOnce).isPresent()) {
                listener.ended(exit, Runnable::run);
            } else {
                executor.execute(() -> listener.ended(exit, executor));
            }
        });
    }

    /** Is told of the end of one run. */
    @FunctionalInterface
    public interface EndListener {
        /**
         * Nothing is told of it again.
         *
         * @param later for what no start waits for: where many have ended at once, it comes after all of these were told
         */
        void ended(Exit exit, Executor later);
    }

    /**
     * Starts a process that belongs to a run: it carries the same marks, and ends with the run. Blocks on exec alone.
     *
     * @return completed when it has ended; failed at once where it could not be started
     */
    public CompletableFuture<Exit> startAuxiliary(Run run, StartRequest request) {
        return liveRun(run)
                .map(live -> auxiliary.start(live, request))
                .orElseGet(() -> CompletableFuture.failedFuture(over()));
    }

    /** As above, and kills its whole process group when it takes too long, and what is left of that when it has ended. */
    public Limited startAuxiliary(Run run, StartRequest request, Duration within) {
        return liveRun(run)
                .map(live -> auxiliary.start(live, request, within))
                .orElseGet(() -> Limited.refused(over()));
    }

    private static IllegalStateException over() {
        return new IllegalStateException("the run has ended");
    }

    /** Its end, when it comes, is no failure: {@link #ended} does not tell of it. Holds for a next agent once it is signalled. */
    public void noteAsked(Run run) {
        liveRun(run).ifPresent(LiveRun::ask);
    }

    private void recordAsked(LiveRun run) {
        if (run.isAsked()) {
            RunRecord.markAsked(runs, run.run());
        }
    }

    /** Whether somebody wanted the end of the run: no other one follows it by itself. */
    public boolean isAsked(Run run) {
        return isAsked(run, byProcess.get(run.process())) || ended.isAsked(run);
    }

    static boolean isAsked(Run run, @Nullable LiveRun known) {
        return known != null && known.run().id().equals(run.id()) && known.isAsked();
    }

    /** SIGTERM to everything of the run that is found, unless {@link #terminateAhead} has just sent it. Blocks. */
    public void terminate(Run run) {
        liveRun(run).filter(LiveRun::beginsTermination).ifPresent(live -> {
            recordAsked(live);
            trees.terminate(live);
        });
    }

    /**
     * SIGTERM to all runs of these processes that were not sent one yet, in much less time than one by one. Blocks.
     *
     * @param processes each was told already that it is to stop, and calls {@link #terminate} in its own time
     */
    public void terminateAhead(Set<String> processes) {
        var asked = byProcess.values().stream()
                .filter(live -> processes.contains(live.run().process()) && live.beginsTerminationAhead())
                .toList();
        if (asked.isEmpty()) {
            return;
        }
        asked.forEach(LiveRun::ask);
        ended.recordAsked(asked);
        try {
            trees.terminateAhead(asked);
        } catch (RuntimeException e) {
            asked.forEach(LiveRun::failsTerminationAhead);
            throw e;
        }
    }

    /** SIGKILL to everything of the run. Blocks; what was killed may take a moment to be gone, and what it forked may be left. */
    public void kill(Run run) {
        liveRun(run).ifPresent(this::recordAsked);
        liveRun(run).ifPresent(trees::kill);
    }

    /** Those of runs that have limits. */
    public ControlGroups groups() {
        return groups;
    }

    /** What ended runs left that can't be told to be theirs. */
    public LeftBehind leftBehind() {
        return leftBehind;
    }

    /** Strikes the run off the table if nothing of it is left, and says whether so. Blocks. */
    public boolean isGone(Run run) {
        var live = liveRun(run);
        live.filter(trees::isEmpty).ifPresent(this::strike);
        return liveRun(run).isEmpty();
    }

    /**
     * Ends every primaryOnly process of this node, whichever agent started it and whatever session it hides in, except those
     * of one epoch, and returns when they are gone. No primaryOnly run of another epoch starts from then on, until
     * {@link #primaryOnlySpawner} is called. Blocks, for as long as the kernel does not let go of a process.
     *
     * @param keptEpoch 0 keeps none
     * @param within from SIGTERM to SIGKILL; zero kills at once
     */
    public void endPrimaryOnly(long keptEpoch, Duration within) throws InterruptedException {
        rights.endPrimaryOnly(keptEpoch);
        var ended = byProcess.values().stream()
                .filter(run -> run.run().isPrimaryOnly() && !run.run().outlives(keptEpoch))
                .toList();
        new PrimaryOnlySweep(
                        directory,
                        keptEpoch,
                        owners,
                        ended,
                        id -> live().stream().anyMatch(run -> run.id().equals(id) && run.outlives(keptEpoch)))
                .end(within);
        ended.forEach(this::strike);
    }

    /** The files of a run that began as a standby; empty for any other. Blocks. */
    public Optional<StandbyFiles> standbyFiles(Run run) {
        return run.isPrimaryOnly()
                ? Optional.of(standbyFiles(run.process())).filter(StandbyFiles::exist)
                : Optional.empty();
    }

    /** Its probes say that the standby does not work: a promotion starts the process from nothing. */
    public void noteUnfit(Run run) {
        liveRun(run).ifPresent(LiveRun::markUnfit);
    }

    private StandbyFiles standbyFiles(String process) {
        return StandbyFiles.of(directory, process);
    }

    /** Starts and watches nothing any more. Processes are left as they are. */
    @Override
    public void close() {
        isClosed = true;
        rights.awaitStarts(CLOSED_WITHIN);
        trees.close();
    }

    private Optional<LiveRun> liveRun(Run run) {
        return Optional.ofNullable(byProcess.get(run.process()))
                .filter(live -> live.run().id().equals(run.id()));
    }

    private void enter(LiveRun run) throws IOException {
        byProcess.put(run.run().process(), run);
        trees.enter(run);
    }

    private void strike(LiveRun run) {
        ended.note(run);
        groups.remove(run.run().process(), run.run().id());
        if (byProcess.remove(run.run().process(), run)) {
            run.exit().complete(new Exit.Unknown());
        }
    }

    private final class TableSpawner implements Spawner {

        private final long epoch;

        TableSpawner(long epoch) {
            this.epoch = epoch;
        }

        @Override
        public boolean startsStandbys() {
            return epoch == Run.STANDBY;
        }

        @Override
        public StartResult start(StartRequest request) {
            var one = startingOne.computeIfAbsent(request.process(), _ -> new ReentrantLock());
            rights.start().lock();
            one.lock();
            try {
                if (isClosed || !rights.has(this, epoch)) {
                    return new StartResult.Refused("others have taken over the processes of this node", false);
                }
                var live = byProcess.get(request.process());
                if (live != null && live.run().isStandby() && epoch > 0) {
                    return promote(live, request);
                }
                if (live != null && !isGone(live.run())) {
                    return new StartResult.AlreadyRuns(live.run());
                }
                return spawn(request);
            } finally {
                one.unlock();
                rights.start().unlock();
            }
        }

        private StartResult spawn(StartRequest request) {
            if (epoch == 0) {
                return spawnRun(request);
            }
            var files = standbyFiles(request.process());
            try {
                if (epoch != Run.STANDBY) {
                    files.delete();
                    return spawnRun(request);
                }
                files.create(owners.next(request.process()));
                return spawnRun(request.with(StandbyFiles.VARIABLE, files.page().toString()));
            } catch (IOException e) {
                return new StartResult.Refused("its file %s can't be written: %s".formatted(files.page(), e), true);
            }
        }

        private StartResult spawnRun(StartRequest request) {
            var id = takeId();
            hook.begin(request.process(), ended.isFresh(request));
            owners.noteStart(request.process());
            var logs = RunLogs.endsOf(request.output(), request.errors());
            var spawned = groups.start(request.process(), id, request.control(), request.marked(id, directory, epoch));
            return switch (spawned) {
                case SpawnResult.Refused(var reason, var isPassing) -> new StartResult.Refused(reason, isPassing);
                case SpawnResult.Spawned(var main) ->
                    entered(
                            new Run(
                                    request.process(),
                                    id,
                                    main.pid(),
                                    main.startTicks(),
                                    epoch,
                                    clock.instant(),
                                    request.restarts(),
                                    request.digest().get(),
                                    logs),
                            Set.copyOf(List.of(
                                    request.output().toString(),
                                    request.errors().toString())));
            };
        }

        /** The standby, where it is what would be started now; else it ends, and the process is started as if there were none. */
        private StartResult promote(LiveRun live, StartRequest request) {
            var promotion = new Promotion(live, standbyFiles(request.process()), request);
            return promotion
                    .carryOut(epoch, clock.instant(), run -> RunRecord.write(runs, run, bootId))
                    .<StartResult>map(StartResult.Started::new)
                    .orElseGet(() -> promotion.endStandby(() -> {
                                trees.kill(live);
                                return isGone(live.run());
                            })
                            ? spawn(request)
                            : new StartResult.AlreadyRuns(live.run()));
        }

        /** One was made before: a random number takes a while. */
        private String takeId() {
            var made = nextId.getAndSet(null);
            return made == null ? UUID.randomUUID().toString() : made;
        }

        private StartResult entered(Run run, Set<String> files) {
            var live = new LiveRun(run, true, files);
            ended.forget(run.process());
            try {
                enter(live);
            } catch (IOException e) {
                byProcess.remove(run.process(), live);
                Spawn.undo(live.main());
                return new StartResult.Refused("it could not be watched and was killed again: " + e.getMessage(), true);
            }
            try {
                RunRecord.write(runs, run, bootId);
            } catch (IOException e) {
                log.warn(
                        "Could not record run={} process={}: a next agent finds it by its marks",
                        run.id(),
                        run.process(),
                        e);
            }
            OomScore.raise(run.pid());
            nextId.set(UUID.randomUUID().toString());
            return new StartResult.Started(run);
        }
    }
}
