package baton.actors.process;

import baton.supervision.os.Exit;
import baton.supervision.probe.Answer;
import baton.supervision.probe.Check;
import baton.supervision.probe.NetworkLook;
import baton.supervision.probe.Probe;
import baton.supervision.run.Run;
import baton.supervision.spec.ChildSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Carries out the looks of the probes of one run, none on the actors' dispatcher and at most so many of a node at once. One look at a
 * time.
 */
final class Looks {

    /** Of those that wait for a network or start a program; further ones wait for their turn. */
    private static final int MOST_AT_ONCE = 32;

    private static final Semaphore TURNS = new Semaphore(MOST_AT_ONCE);
    private static final int MOST_CHARACTERS = 200;

    private final ProcessDeps deps;
    private final ChildSpec spec;
    private final Run run;
    /** A program that was killed and may not have ended yet. */
    private volatile CompletableFuture<?> killed = CompletableFuture.completedFuture("none");

    Looks(ProcessDeps deps, ChildSpec spec, Run run) {
        this.deps = deps;
        this.spec = spec;
        this.run = run;
    }

    /** Never fails: what goes wrong is a bad look. Not for checks that are no looks. */
    CompletionStage<Answer> look(Probe probe) {
        var address = deps.definition().self().address();
        var within = probe.timing().timeout();
        return switch (probe.check()) {
            case Check.Tcp tcp -> waiting(() -> NetworkLook.tcp(address, tcp, within));
            case Check.Http http -> waiting(() -> NetworkLook.http(address, http, within));
            case Check.Exec exec -> waiting(() -> execute(exec, within));
            case Check.Alive _, Check.LogLine _, Check.Notified _, Check.None _ ->
                CompletableFuture.completedStage(new Answer.Failed("nothing to look at"));
        };
    }

    /** On a virtual thread: it holds up none that others wait for. */
    private static CompletionStage<Answer> waiting(Supplier<Answer> look) {
        return CompletableFuture.supplyAsync(() -> inTurn(look), Thread::startVirtualThread);
    }

    private static Answer inTurn(Supplier<Answer> look) {
        TURNS.acquireUninterruptibly();
        try {
            return look.get();
        } finally {
            TURNS.release();
        }
    }

    /** The program is of the run: it ends with it at the latest. What not even a kill ends, such as a wait for a disk, never piles up. */
    private Answer execute(Check.Exec exec, Duration within) {
        if (!killed.isDone()) {
            return new Answer.Failed(exec.shown() + " took too long and was killed, but has not ended yet");
        }
        var output = ReadyRecord.folder(deps).resolve(spec.name() + ".out");
        return switch (RunEnvironment.beside(deps, spec, run, exec.argv())) {
            case RunEnvironment.Prepared.Incomplete(var reason, var _) -> new Answer.Failed(reason);
            case RunEnvironment.Prepared.Complete(var request) -> {
                try {
                    Files.createDirectories(output.getParent());
                    Files.deleteIfExists(output);
                    yield answer(exec, Beside.run(deps, run, request.to(output), within), output);
                } catch (IOException e) {
                    yield new Answer.Failed("can't be run: " + e);
                }
            }
        };
    }

    private Answer answer(Check.Exec exec, Beside ran, Path output) {
        return switch (ran) {
            case Beside.Ended(var exit) -> judged(exec, exit, output);
            case Beside.Failed(var reason) -> new Answer.Failed(exec.shown() + " " + reason);
            case Beside.TooLong(var reason, var gone) -> {
                killed = gone;
                yield new Answer.Failed(exec.shown() + " " + reason);
            }
        };
    }

    private static Answer judged(Check.Exec exec, Exit exit, Path output) {
        if (exit.equals(new Exit.Status(0))) {
            return new Answer.Passed();
        }
        var said = said(output);
        return new Answer.Failed("%s: %s%s".formatted(exec.shown(), exit, said.isEmpty() ? "" : ": " + said));
    }

    private static String said(Path output) {
        var said = LastWords.lastLine(output);
        return said.length() <= MOST_CHARACTERS ? said : said.substring(0, MOST_CHARACTERS) + "…";
    }
}
