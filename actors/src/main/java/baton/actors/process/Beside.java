package baton.actors.process;

import baton.supervision.os.Exit;
import baton.supervision.run.Run;
import baton.supervision.run.StartRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** What became of a program that was run for a run and waited for. */
sealed interface Beside {

    record Ended(Exit exit) implements Beside {}

    record Failed(String reason) implements Beside {}

    /** Blocks for at most that time: on a virtual thread. What takes longer is killed. */
    static Beside run(ProcessDeps deps, Run run, StartRequest request, Duration within) {
        try {
            return new Ended(deps.runs().startBeside(run, request, within).join());
        } catch (CompletionException e) {
            var cause = Objects.requireNonNullElse(e.getCause(), e);
            return new Failed(
                    cause instanceof TimeoutException
                            ? "took longer than %d ms".formatted(within.toMillis())
                            : "can't be run: " + cause.getMessage());
        }
    }
}
