package io.github.batonha.actors.launch;

import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.os.OsProcess;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.spec.ChildSpec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command that a process is told its end by before it gets SIGTERM. */
public final class PreStop {

    private static final Logger log = LoggerFactory.getLogger(PreStop.class);

    private PreStop() {}

    /**
     * Runs it. Completes when it has ended, could not be run, or has taken half of the time that its process has to stop: the
     * other half is for SIGTERM. It is of the run, so what is left of it is killed with the run.
     */
    public static CompletionStage<Boolean> begin(ProcessDeps deps, ChildSpec spec, Run run) {
        if (!new OsProcess(run.pid(), run.startTicks()).isAlive()) {
            return CompletableFuture.completedStage(false); // what it left behind gets SIGTERM
        }
        return switch (RunEnvironment.preStop(deps, spec, run)) {
            case RunEnvironment.Prepared.Incomplete(var reason, var _) -> {
                log.warn("Did not run preStop of process={}: {}", spec.name(), reason);
                yield CompletableFuture.completedStage(false);
            }
            case RunEnvironment.Prepared.Complete(var request, var _) -> {
                var within = spec.stopWithin().dividedBy(2);
                yield deps.runs()
                        .startAuxiliary(run, request)
                        .orTimeout(within.toMillis(), TimeUnit.MILLISECONDS)
                        .handle((exit, failure) -> report(spec, within, exit, failure));
            }
        };
    }

    private static boolean report(ChildSpec spec, Duration within, Exit exit, Throwable failure) {
        if (failure instanceof TimeoutException) {
            log.warn("Waited {} ms for preStop of process={}, SIGTERM comes now", within.toMillis(), spec.name());
        } else if (failure != null) {
            log.warn("Could not run preStop of process={}: {}", spec.name(), failure.getMessage());
        } else if (!exit.equals(new Exit.Status(0))) {
            log.warn("Ran preStop of process={}: {}", spec.name(), exit);
        }
        return failure == null;
    }
}
