package baton.actors.process;

import baton.actors.api.ProcessState;
import baton.actors.launch.EarlyStart;
import baton.actors.launch.ProcessDeps;
import baton.supervision.run.Spawner;
import baton.supervision.spec.ChildSpec;
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
