package io.github.batonha.actors.probe;

import io.github.batonha.actors.launch.AuxiliaryProcess;
import io.github.batonha.actors.launch.LastLooks;
import io.github.batonha.actors.launch.LogTail;
import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.actors.launch.RunEnvironment;
import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.os.ListeningSockets;
import io.github.batonha.supervision.os.OsProcess;
import io.github.batonha.supervision.os.OutputPipe;
import io.github.batonha.supervision.os.ProcessTable;
import io.github.batonha.supervision.probe.Answer;
import io.github.batonha.supervision.probe.Check;
import io.github.batonha.supervision.probe.Probe;
import io.github.batonha.supervision.probe.log.LogSearch;
import io.github.batonha.supervision.probe.net.NetworkProbe;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.run.StandbyFiles;
import io.github.batonha.supervision.spec.ChildSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Carries out the looks of the probes of one run, none on the actors' dispatcher and at most so many of a node at once. One look at a
 * time.
 */
final class ProbeRunner {

    /** Of those that wait for a network; further ones wait for their turn. */
    private static final int MOST_AT_ONCE = 32;

    private static final Semaphore TURNS = new Semaphore(MOST_AT_ONCE);
    /** Programs take processors: too many at once would make each other come too late, and the processes that they look at seem ill. */
    private static final Semaphore PROGRAMS =
            new Semaphore(Math.max(4, 2 * Runtime.getRuntime().availableProcessors()));

    private static final Executor SEARCHES = searches();
    private static final Answer NOT_HELD = new Answer.Failed("it does not wait for its promotion yet");
    private static final int MOST_CHARACTERS = 200;
    private static final Duration RECENT = Duration.ofMillis(500);

    private final ProcessDeps deps;
    private final ChildSpec spec;
    private final Run run;
    /** A program that was killed and may not have ended yet. */
    private volatile CompletableFuture<?> killed = CompletableFuture.completedFuture("none");

    ProbeRunner(ProcessDeps deps, ChildSpec spec, Run run) {
        this.deps = deps;
        this.spec = spec;
        this.run = run;
    }

    /** Never fails: what goes wrong is a bad look. Not for checks that are no looks. */
    CompletionStage<Answer> look(Probe probe, LastLooks.Kind kind) {
        var within = probe.timing().timeout();
        return switch (probe.check()) {
            case Check.Tcp tcp -> waiting(TURNS, timed(kind, () -> NetworkProbe.tcp(target(), tcp, within)));
            case Check.Http http -> waiting(TURNS, timed(kind, () -> NetworkProbe.http(target(), http, within)));
            case Check.Exec exec -> waiting(PROGRAMS, timed(kind, () -> execute(exec, within)));
            case Check.Held _ -> held();
            case Check.Alive _, Check.LogLine _, Check.Notified _, Check.Ended _, Check.None _ ->
                CompletableFuture.completedStage(new Answer.Failed("nothing to look at"));
        };
    }

    /** Of a standby: it can be asked once it waits. */
    CompletionStage<Answer> onceHeld(Probe probe, LastLooks.Kind kind) {
        return held().thenCompose(held -> held instanceof Answer.Passed && !(probe.check() instanceof Check.Held)
                ? look(probe, kind)
                : CompletableFuture.completedStage(held));
    }

    private CompletionStage<Answer> held() {
        return CompletableFuture.supplyAsync(
                () -> deps.runs()
                                .standbyFiles(run)
                                .filter(files -> files.progress(run.epoch()) == StandbyFiles.Progress.HELD)
                                .isPresent()
                        ? new Answer.Passed()
                        : NOT_HELD,
                deps.blocking());
    }

    /** Without its wait for its turn. */
    private Supplier<Answer> timed(LastLooks.Kind kind, Supplier<Answer> look) {
        return () -> {
            var at = deps.clocks().wall().instant();
            var begun = deps.steady().instant();
            var answer = look.get();
            var took = Duration.between(begun, deps.steady().instant());
            deps.lastLooks().ended(new LastLooks.Looked(spec.name(), kind), new LastLooks.Look(at, took, answer));
            return answer;
        };
    }

    private NetworkProbe.Target target() {
        var definition = deps.definition();
        return new NetworkProbe.Target(
                definition.self().address(),
                inode -> ListeningSockets.isHeldBy(inode, pids()),
                port -> definition.processes().stream().anyMatch(process -> process.port() == port));
    }

    private List<Long> pids() {
        var main = new OsProcess(run.pid(), run.startTicks());
        var table = ProcessTable.recent(RECENT);
        return table.withDescendants(table.sessionOf(main)).stream()
                .map(OsProcess::pid)
                .toList();
    }

    /** On a virtual thread: it holds up none that others wait for. */
    private static CompletionStage<Answer> waiting(Semaphore turns, Supplier<Answer> look) {
        return CompletableFuture.supplyAsync(() -> inTurn(turns, look), Thread::startVirtualThread);
    }

    private static Answer inTurn(Semaphore turns, Supplier<Answer> look) {
        turns.acquireUninterruptibly();
        try {
            return look.get();
        } finally {
            turns.release();
        }
    }

    /** In all of them until one has the line. */
    static CompletionStage<Answer> search(Duration within, LogSearch output, LogSearch errors) {
        return CompletableFuture.supplyAsync(
                () -> {
                    var inOutput = output.look(within);
                    var inErrors = inOutput instanceof Answer.Passed ? inOutput : errors.look(within);
                    return inErrors.equals(LogSearch.NOT_YET) ? inOutput : inErrors;
                },
                SEARCHES);
    }

    /** Few threads of their own: an expression that keeps a processor busy holds up nothing but other searches. */
    private static Executor searches() {
        var threads = new ThreadPoolExecutor(
                2,
                2,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("baton-log-search-", 1).factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** Up to a quarter more, so that processes that were started together are not looked at together for ever. */
    static Duration scattered(Duration wait) {
        return wait.multipliedBy(ThreadLocalRandom.current().nextLong(100, 126)).dividedBy(100);
    }

    /** The program is of the run: it ends with it at the latest. What not even a kill ends, such as a wait for a disk, never piles up. */
    private Answer execute(Check.Exec exec, Duration within) {
        if (!killed.isDone()) {
            return new Answer.Failed(exec.shown() + " took too long and was killed, but has not ended yet");
        }
        return switch (RunEnvironment.beside(deps, spec, run, exec.argv())) {
            case RunEnvironment.Prepared.Incomplete(var reason, var _) -> new Answer.Failed(reason);
            case RunEnvironment.Prepared.Complete(var request, var _) -> {
                try (var output = OutputPipe.open()) {
                    yield answer(exec, AuxiliaryProcess.run(deps, run, request.to(output.path()), within), output);
                } catch (IOException e) {
                    yield new Answer.Failed("can't be run: " + e);
                }
            }
        };
    }

    private Answer answer(Check.Exec exec, AuxiliaryProcess ran, OutputPipe output) {
        return switch (ran) {
            case AuxiliaryProcess.Ended(var exit) -> judged(exec, exit, output);
            case AuxiliaryProcess.Failed(var reason) -> new Answer.Failed(exec.shown() + " " + reason);
            case AuxiliaryProcess.TooLong(var reason, var gone) -> {
                killed = gone;
                yield new Answer.Failed(exec.shown() + " " + reason);
            }
        };
    }

    private static Answer judged(Check.Exec exec, Exit exit, OutputPipe output) {
        if (exit.equals(new Exit.Status(0))) {
            return new Answer.Passed();
        }
        var said = said(output);
        return new Answer.Failed("%s: %s%s".formatted(exec.shown(), exit, said.isEmpty() ? "" : ": " + said));
    }

    private static String said(OutputPipe output) {
        var said = LogTail.lastLine(output.end());
        return said.length() <= MOST_CHARACTERS ? said : said.substring(0, MOST_CHARACTERS) + "…";
    }
}
