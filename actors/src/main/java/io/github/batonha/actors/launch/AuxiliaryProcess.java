package io.github.batonha.actors.launch;

import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.run.StartRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** What became of a program that was run for a run and waited for. */
public sealed interface AuxiliaryProcess {

    record Ended(Exit exit) implements AuxiliaryProcess {}

    record Failed(String reason) implements AuxiliaryProcess {}

    /**
     * It was killed.
     *
     * @param gone completed when it has ended
     */
    record TooLong(String reason, CompletableFuture<Exit> gone) implements AuxiliaryProcess {}

    /** Blocks for at most that time: on a virtual thread. What takes longer is killed. */
    static AuxiliaryProcess run(ProcessDeps deps, Run run, StartRequest request, Duration within) {
        var started = deps.runs().startAuxiliary(run, request, within);
        try {
            return new Ended(started.told().join());
        } catch (CompletionException e) {
            var cause = Objects.requireNonNullElse(e.getCause(), e);
            return cause instanceof TimeoutException
                    ? new TooLong("took longer than %d ms".formatted(within.toMillis()), started.gone())
                    : new Failed("can't be run: " + cause.getMessage());
        }
    }
}
