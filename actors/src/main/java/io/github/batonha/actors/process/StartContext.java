package io.github.batonha.actors.process;

import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.launch.EarlyStart;
import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.supervision.run.Spawner;
import io.github.batonha.supervision.spec.ChildSpec;
import java.util.Map;

/**
 * What the actor of a process is made with.
 *
 * @param epoch the epoch of a primaryOnly process; 0 for another process
 * @param spawner starts its runs, in that epoch
 * @param pending what it depends on; nothing starts before the parent tells that it is ready
 * @param previous what was known of the run that lives
 * @param earlyStart taken by the first start
 */
public record StartContext(
        ProcessDeps deps,
        ChildSpec spec,
        long epoch,
        Spawner spawner,
        Map<String, ProcessState> pending,
        PreviousRun previous,
        EarlyStart earlyStart) {

    public StartContext {
        pending = Map.copyOf(pending);
    }
}
