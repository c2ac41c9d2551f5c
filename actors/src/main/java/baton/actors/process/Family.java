package baton.actors.process;

import baton.actors.api.ProcessState;
import baton.actors.api.ProcessStatus;
import baton.supervision.run.Run;
import baton.supervision.run.Spawner;
import baton.supervision.run.Usage;
import baton.supervision.run.UsageSampler;
import baton.supervision.spec.ChildSpec;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * The process actors of one parent, and what all processes of the node last said. Part of the parent actor: only that one
 * calls it.
 */
final class Family {

    private final ProcessDeps deps;
    private final Map<String, ChildSpec> specs = new LinkedHashMap<>();
    private final Map<String, ActorRef<ProcessActor.Command>> children = new LinkedHashMap<>();
    private final Map<String, ProcessState> states = new HashMap<>();
    private final long epoch;
    private final UsageSampler sampler = new UsageSampler();
    private boolean isSampling;

    /** @param epoch of primaryOnly processes, or 0 */
    Family(ProcessDeps deps, long epoch) {
        this.deps = deps;
        this.epoch = epoch;
    }

    /** One actor for each. All are made before the first of them can say anything, so that none waits for an unknown. */
    void begin(
            ActorContext<?> context, List<ChildSpec> members, Spawner spawner, ActorRef<ProcessActor.Report> reports) {
        members.forEach(spec -> specs.put(spec.name(), spec));
        for (var spec : members) {
            var behavior = ProcessActor.create(deps, spec, epoch, spawner, pending(spec), reports);
            children.put(spec.name(), context.spawn(behavior, ActorNames.of(spec.name())));
        }
    }

    Map<String, ActorRef<ProcessActor.Command>> children() {
        return Map.copyOf(children);
    }

    void tellAll(ProcessActor.Command command) {
        children.values().forEach(child -> child.tell(command));
    }

    /** Notes what a process of this node said, own or not, and tells those of ours that depend on it. */
    void note(String name, ProcessState state) {
        var before = states.put(name, state);
        if (before != state) {
            specs.values().stream()
                    .filter(spec -> spec.dependencies().contains(name))
                    .forEach(this::tellPending);
        }
    }

    /** What one of ours reported. One that waits is told anew for what: it may not have been there to hear it. */
    void reported(ProcessStatus status) {
        note(status.name(), status.status());
        var spec = specs.get(status.name());
        if (spec != null && status.status() == ProcessState.STARTING) {
            tellPending(spec);
        }
    }

    ProcessState stateOf(String name) {
        return states.getOrDefault(name, ProcessState.STARTING);
    }

    private void tellPending(ChildSpec spec) {
        var child = children.get(spec.name());
        if (child != null) {
            child.tell(pending(spec));
        }
    }

    /** A primaryOnly process that has its STANDBY here holds nobody back: it may be ready on another node. */
    private ProcessActor.Pending pending(ChildSpec spec) {
        var pending = new HashMap<String, ProcessState>();
        for (var dependency : spec.dependencies()) {
            var state = stateOf(dependency);
            if (!state.isHealthy()) {
                pending.put(dependency, state);
            }
        }
        return new ProcessActor.Pending(pending);
    }

    /** Whether a sample is to be taken now; then {@link #sample()} and {@link #sampled} must follow. */
    boolean beginSample() {
        var begins = !isSampling;
        isSampling = true;
        return begins;
    }

    /** Blocks: off the dispatcher. Touches nothing that the actor changes. */
    Map<String, Usage> sample() {
        return sampler.sample(deps.runs().live().stream().filter(this::isOurs).toList());
    }

    void sampled(Map<String, Usage> usage) {
        isSampling = false;
        children.forEach((name, child) -> child.tell(new ProcessActor.Sampled(usage.getOrDefault(name, Usage.NONE))));
    }

    private boolean isOurs(Run run) {
        return run.epoch() == epoch;
    }
}
