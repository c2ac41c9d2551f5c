package io.github.batonha.actors.run;

import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.actors.probe.ProbeNews;
import io.github.batonha.supervision.spec.ChildSpec;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What all runs of one process share.
 *
 * @param epoch the epoch of a primaryOnly process; 0 for another process
 * @param onExit called where a run ends that nobody asked to end, and leaves nothing behind
 * @param news told of each run by its actor
 * @param probeNews told of each run by its probes, directly: a detour would delay readiness
 */
public record RunContext(
        ProcessDeps deps,
        ChildSpec spec,
        long epoch,
        OnExit onExit,
        ActorRef<RunNews> news,
        ActorRef<ProbeNews> probeNews) {}
