package baton.actors.process;

import baton.supervision.run.Run;
import baton.supervision.run.Spawner;
import baton.supervision.run.StartResult;
import baton.supervision.spec.ChildSpec;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;

/** The actor of the newest run of a process, if there is one. Part of its process actor: only that one calls it. */
final class CurrentRun {

    private final ActorContext<ProcessActor.Command> context;
    private final ProcessDeps deps;
    private final ChildSpec spec;
    private final long epoch;
    private final Spawner spawner;
    private final ImmediateRestart standing;
    private final EarlyStart headStart;
    private @Nullable ActorRef<RunActor.Command> actor;
    private @Nullable Launch found;

    CurrentRun(
            ActorContext<ProcessActor.Command> context,
            ProcessDeps deps,
            ChildSpec spec,
            long epoch,
            Spawner spawner,
            ImmediateRestart standing,
            EarlyStart headStart) {
        this.context = context;
        this.deps = deps;
        this.spec = spec;
        this.epoch = epoch;
        this.spawner = spawner;
        this.standing = standing;
        this.headStart = headStart;
    }

    /** For a run that is to be started, unless whoever saw the last one end has started it. */
    void spawn(long number, int restarts) {
        watch(
                number,
                standing.launchOf(number)
                        .map(launch ->
                                RunActor.launched(deps, spec, epoch, number, launch, standing, context.getSelf()))
                        .orElseGet(() -> begin(number, restarts)));
    }

    /** At once: that the actor is made meanwhile costs the start nothing. */
    private Behavior<RunActor.Command> begin(long number, int restarts) {
        var launching = headStart.take().orElseGet(() -> PendingLaunch.begin(deps, spec, spawner, restarts));
        return RunActor.spawn(deps, spec, epoch, number, launching, standing, context.getSelf());
    }

    /** The run that is adopted next may be this one, with all that was made for it. */
    void found(Launch launch) {
        found = launch;
    }

    void adopt(long number, Run live) {
        var process = context.getSelf();
        var launch = found;
        found = null;
        if (launch != null && launch.result() instanceof StartResult.Started(var run) && run.equals(live)) {
            watch(number, RunActor.launched(deps, spec, epoch, number, launch, standing, process));
            return;
        }
        if (launch != null) {
            launch.owner().close();
        }
        watch(number, RunActor.adopt(deps, spec, number, live, standing, process));
    }

    private void watch(long number, Behavior<RunActor.Command> behavior) {
        var child = context.spawnAnonymous(behavior);
        context.watchWith(child, new ProcessActor.RunLost(number));
        actor = child;
    }

    void tell(RunActor.Command command) {
        if (actor != null) {
            actor.tell(command);
        }
    }

    boolean isThere() {
        return actor != null;
    }

    /** Its end is no news any more. */
    void forget() {
        actor = null;
    }
}
