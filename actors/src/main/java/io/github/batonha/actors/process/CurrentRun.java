package io.github.batonha.actors.process;

import io.github.batonha.actors.launch.Launch;
import io.github.batonha.actors.launch.PendingLaunch;
import io.github.batonha.actors.run.RunActor;
import io.github.batonha.actors.run.RunContext;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.run.StartResult;
import java.util.Optional;
import java.util.function.LongFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;

/**
 * The newest run of a process, if one lives, and its actor. Part of its process actor: only that one calls it.
 *
 * @param <C> the commands of the process actor
 */
final class CurrentRun<C> {

    private final ActorContext<C> context;
    private final StartContext start;
    private final ImmediateRestart immediate;
    private final RunContext scope;
    private final LongFunction<C> lost;
    private @Nullable ActorRef<RunActor.Command> actor;
    private @Nullable Run run;
    private @Nullable Launch found;

    /** @param lost makes the command that tells the end of an actor, by the number of its run */
    CurrentRun(
            ActorContext<C> context,
            StartContext start,
            ImmediateRestart immediate,
            RunContext scope,
            LongFunction<C> lost) {
        this.context = context;
        this.start = start;
        this.immediate = immediate;
        this.scope = scope;
        this.lost = lost;
    }

    /** Null where none is known to live. */
    @Nullable
    Run run() {
        return run;
    }

    void is(Run now) {
        run = now;
    }

    /** The process's run in its epoch that lives, also one that another agent started. */
    Optional<Run> live() {
        return start.deps().runs().live(start.spec().name()).filter(found -> found.epoch() == start.epoch());
    }

    /** To be said with what is told of the process; empty where none lives. */
    String pidText() {
        return run == null ? "" : " as pid " + run.pid();
    }

    /** Starts the next run, unless the thread that saw the last one end has started it. */
    void spawn(long number, int restarts) {
        watch(
                number,
                immediate
                        .launchOf(number)
                        .map(launch -> RunActor.launched(scope, number, launch))
                        .orElseGet(() -> begin(number, restarts)));
    }

    /** At once: that the actor is made meanwhile costs the start nothing. */
    private Behavior<RunActor.Command> begin(long number, int restarts) {
        var launching = start.earlyStart()
                .take()
                .orElseGet(() -> PendingLaunch.begin(start.deps(), start.spec(), start.spawner(), restarts));
        return RunActor.spawn(scope, number, launching);
    }

    /** The run that is adopted next was started by this launch, perhaps, with all that was made for it. */
    void found(Run live, Launch launch) {
        run = live;
        found = launch;
    }

    /** False where nothing is known to live. */
    boolean adopt(long number) {
        var live = run;
        if (live == null) {
            return false;
        }
        var launch = found;
        found = null;
        if (launch != null && launch.result() instanceof StartResult.Started(var started) && started.equals(live)) {
            watch(number, RunActor.launched(scope, number, launch));
            return true;
        }
        if (launch != null) {
            launch.owner().close();
        }
        watch(number, RunActor.adopt(scope, number, live));
        return true;
    }

    private void watch(long number, Behavior<RunActor.Command> behavior) {
        var child = context.spawnAnonymous(behavior);
        context.watchWith(child, lost.apply(number));
        actor = child;
    }

    void tell(RunActor.Command command) {
        if (actor != null) {
            actor.tell(command);
        }
    }

    boolean hasActor() {
        return actor != null;
    }

    /** The end of its actor is no news any more. */
    void forgetActor() {
        actor = null;
    }

    /** Nothing lives: there is no pid to show, and no actor whose end is news. */
    void forget() {
        actor = null;
        run = null;
    }
}
