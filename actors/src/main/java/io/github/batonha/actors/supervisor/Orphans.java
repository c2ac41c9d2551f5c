package io.github.batonha.actors.supervisor;

import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.actors.process.ProcessActor;
import io.github.batonha.supervision.lifecycle.StopOrder;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.run.Spawner;
import io.github.batonha.supervision.spec.ChildSpec;
import io.github.batonha.supervision.spec.RestartPolicy;
import io.github.batonha.supervision.spec.RestartRules;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs that no process of the definition stands for any more: it was removed, or {@code primaryOnly} was changed, and
 * installed. */
final class Orphans {

    private static final Logger log = LoggerFactory.getLogger(Orphans.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private Orphans() {}

    /**
     * Ends them as any process is ended, each by an actor of its own, which nobody is shown.
     *
     * @param epoch of the runs to look at, 0 for those that are not primaryOnly
     */
    static ChildProcesses end(ActorContext<?> context, ProcessDeps deps, Spawner spawner, long epoch) {
        return end(context, deps, spawner, epoch, run -> isDefined(deps, run));
    }

    /** As above, where something else tells which runs stay. */
    static ChildProcesses end(
            ActorContext<?> context, ProcessDeps deps, Spawner spawner, long epoch, Predicate<Run> isDefined) {
        var children = new ChildProcesses(deps, epoch);
        var specs = deps.runs().live().stream()
                .filter(run -> run.epoch() == epoch && !isDefined.test(run))
                .map(run -> specOf(deps, run))
                .toList();
        specs.forEach(spec -> log.info("Ended process={}: it is not defined any more", spec.name()));
        children.begin(context, specs, spawner, context.getSystem().ignoreRef());
        children.tellAll(new ProcessActor.Retire("it is not defined any more"));
        var order = new StopOrder(deps.definition().settings().stopWithin(), false);
        children.tellAll(new ProcessActor.Stop(order, context.getSystem().ignoreRef()));
        return children;
    }

    private static boolean isDefined(ProcessDeps deps, Run run) {
        return deps.definition().processes().stream()
                .anyMatch(spec -> spec.name().equals(run.process()) && spec.primaryOnly() == run.isPrimaryOnly());
    }

    private static ChildSpec specOf(ProcessDeps deps, Run run) {
        return ChildSpec.of(run.process(), "none")
                .start(false)
                .primaryOnly(run.isPrimaryOnly())
                .restart(RestartRules.of(RestartPolicy.TEMPORARY))
                .directory(deps.home().path())
                .stopWithin(deps.definition().settings().stopWithin())
                .build();
    }

    /** Last step of an orderly end: kills what no actor knew of, and forgets what was. Blocks. */
    static void killAndForget(ProcessDeps deps) {
        var left = locals(deps);
        while (!left.isEmpty()) {
            left.forEach(deps.runs()::kill);
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            left.forEach(deps.runs()::isGone);
            left = locals(deps);
        }
        try {
            deps.runs().forgetEnded();
            deps.wanted().reset();
            deps.restartStore().reset();
        } catch (IOException e) {
            log.warn(
                    "Could not forget what operators started and stopped, and what ended: it holds until the host boots",
                    e);
        }
    }

    private static List<Run> locals(ProcessDeps deps) {
        return deps.runs().live().stream()
                .filter(run -> !run.isPrimaryOnly() || run.isStandby())
                .toList();
    }
}
