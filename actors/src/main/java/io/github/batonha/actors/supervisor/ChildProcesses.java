package io.github.batonha.actors.supervisor;

import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.launch.EarlyStart;
import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.actors.process.PreviousRun;
import io.github.batonha.actors.process.ProcessActor;
import io.github.batonha.actors.process.ProcessNews;
import io.github.batonha.actors.process.StartContext;
import io.github.batonha.supervision.lifecycle.GroupRestart;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.run.Spawner;
import io.github.batonha.supervision.run.Usage;
import io.github.batonha.supervision.run.UsageSampler;
import io.github.batonha.supervision.spec.ChildSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * The process actors of one parent, and what all processes of the node last said. Part of the parent actor: only that one
 * calls it.
 */
final class ChildProcesses {

    private final ProcessDeps deps;
    private final Map<String, ChildSpec> specs = new LinkedHashMap<>();
    private final Map<String, ActorRef<ProcessActor.Command>> children = new LinkedHashMap<>();
    private final Map<String, List<ChildSpec>> dependents = new HashMap<>();
    private final Map<String, ProcessState> states = new HashMap<>();
    private final Map<String, GroupRestart> groups = new HashMap<>();
    private final long epoch;
    private final UsageSampler sampler = new UsageSampler();
    private final Set<String> leaving = new HashSet<>();
    private final Map<String, PreviousRun> previous = new HashMap<>();
    private boolean isSampling;

    /** @param epoch of primaryOnly processes, or 0 */
    ChildProcesses(ProcessDeps deps, long epoch) {
        this.deps = deps;
        this.epoch = epoch;
    }

    /** One actor for each. All are made before the first of them can say anything, so that none waits for an unknown. */
    void begin(ActorContext<?> context, List<ChildSpec> members, Spawner spawner, ActorRef<ProcessNews> news) {
        begin(context, members, Map.of(), spawner, news);
    }

    /** As above, of some of which the start has begun. */
    void begin(
            ActorContext<?> context,
            List<ChildSpec> members,
            Map<String, EarlyStart> begun,
            Spawner spawner,
            ActorRef<ProcessNews> news) {
        members.forEach(this::define);
        complete(context, begun, spawner, news);
    }

    private void define(ChildSpec spec) {
        specs.put(spec.name(), spec);
        spec.dependencies()
                .forEach(name -> dependents
                        .computeIfAbsent(name, none -> new ArrayList<>())
                        .add(spec));
    }

    /**
     * Takes the members as they are defined now. The actor of one that is gone or defined differently ends, which the command
     * made of its name tells; when the last has ended, {@link #complete} makes others. Runs are left as they are.
     *
     * @param all whether every actor is to be replaced
     * @param again what is started next: a job among them that is done is to be done again before what depends on it starts
     */
    <C> void reconfigure(
            ActorContext<C> context,
            List<ChildSpec> members,
            boolean all,
            Set<String> again,
            Function<String, C> ended) {
        runAgain(again);
        var before = Map.copyOf(specs);
        specs.clear();
        dependents.clear();
        members.forEach(this::define);
        for (var name : List.copyOf(children.keySet())) {
            var child = children.get(name);
            if (child != null && (all || !Objects.equals(before.get(name), specs.get(name)))) {
                children.remove(name);
                leaving.add(name);
                previous.put(name, previousRun(name));
                context.watchWith(child, ended.apply(name));
                context.stop(child);
            }
        }
        before.keySet().stream().filter(name -> !specs.containsKey(name)).forEach(states::remove);
        before.values().forEach(this::leaveGroup);
    }

    private void runAgain(Set<String> names) {
        for (var name : names) {
            if (states.get(name) == ProcessState.DONE) {
                deps.restartStore().forget(name, deps.blocking());
                deps.runs().forgetEnded(name);
                note(name, ProcessState.STARTING);
            }
        }
    }

    private PreviousRun previousRun(String name) {
        return deps.runs()
                .live(name)
                .filter(this::isOurs)
                .map(run -> new PreviousRun(run.id(), stateOf(name) == ProcessState.HEALTHY))
                .orElse(PreviousRun.NONE);
    }

    /** Where it is of its group no more, the others must not wait for it. */
    private void leaveGroup(ChildSpec before) {
        var now = specs.get(before.name());
        var isStill =
                now != null && now.group().equals(before.group()) && now.groupStrategy() == before.groupStrategy();
        if (!isStill) {
            groups.computeIfPresent(before.group(), (name, group) -> group.without(before.name()));
        }
    }

    boolean isDefined(String name) {
        return specs.containsKey(name);
    }

    /** Of one that was defined differently. */
    void left(String name) {
        leaving.remove(name);
    }

    boolean isChanging() {
        return !leaving.isEmpty();
    }

    /** An actor for each that has none. */
    void complete(ActorContext<?> context, Spawner spawner, ActorRef<ProcessNews> news) {
        complete(context, Map.of(), spawner, news);
    }

    private void complete(
            ActorContext<?> context, Map<String, EarlyStart> begun, Spawner spawner, ActorRef<ProcessNews> news) {
        for (var spec : specs.values()) {
            if (!children.containsKey(spec.name())) {
                var start = new StartContext(
                        deps,
                        spec,
                        epoch,
                        spawner,
                        pending(spec),
                        previous.getOrDefault(spec.name(), PreviousRun.NONE),
                        begun.getOrDefault(spec.name(), EarlyStart.NONE));
                var behavior = ProcessActor.create(start, news);
                children.put(spec.name(), context.spawn(behavior, ActorNames.of(spec.name())));
            }
        }
        previous.clear();
        specs.values().forEach(this::tellPending);
    }

    Map<String, ActorRef<ProcessActor.Command>> actors() {
        return Map.copyOf(children);
    }

    Map<String, ActorRef<ProcessActor.Command>> actorsAnd(Map<String, ActorRef<ProcessActor.Command>> others) {
        var all = new HashMap<>(children);
        all.putAll(others);
        return all;
    }

    void tellAll(ProcessActor.Command command) {
        children.values().forEach(child -> child.tell(command));
    }

    /** Notes what a process of this node said, own or not, and tells those of ours that depend on it. */
    void note(String name, ProcessState state) {
        var before = states.put(name, state);
        if (before != state) {
            recovered(name, state);
            dependents.getOrDefault(name, List.of()).forEach(this::tellPending);
            heldBy(name).forEach(this::tellPending);
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

    /** What one of ours says that concerns others of its group. */
    void heed(ProcessNews.OfGroup news) {
        switch (news) {
            case ProcessNews.GroupFailed failed -> failed(failed);
            case ProcessNews.GroupEnded ended -> ended(ended);
        }
    }

    /** Whom it concerns ends, and starts again when none of them is left. */
    private void failed(ProcessNews.GroupFailed failed) {
        var spec = specs.get(failed.name());
        if (spec == null) {
            return;
        }
        var failure = group(spec).failed(spec.name(), members(spec), spec.groupStrategy());
        put(spec, failure.next());
        for (var name : failure.concerned()) {
            tell(name, new ProcessActor.RestartWithGroup(spec.name()));
        }
        tell(spec.name(), new ProcessActor.GroupTold());
    }

    /** Nothing is left of one that ended with its group. */
    private void ended(ProcessNews.GroupEnded ended) {
        var spec = specs.get(ended.name());
        if (spec != null) {
            put(spec, group(spec).ended(ended.name(), ended.hasGivenUp(), members(spec), spec.groupStrategy()));
        }
    }

    private void recovered(String name, ProcessState state) {
        var spec = specs.get(name);
        if (spec != null && state != ProcessState.ERROR && group(spec).lost().containsKey(name)) {
            put(spec, group(spec).recovered(name));
        }
    }

    private List<ChildSpec> heldBy(String name) {
        var spec = groups.isEmpty() ? null : specs.get(name);
        return spec == null
                ? List.of()
                : specs.values().stream()
                        .filter(other -> other.group().equals(spec.group()))
                        .filter(other -> group(other).holding(other.name()).contains(name))
                        .toList();
    }

    private GroupRestart group(ChildSpec spec) {
        return groups.getOrDefault(spec.group(), GroupRestart.NONE);
    }

    private void put(ChildSpec spec, GroupRestart next) {
        groups.put(spec.group(), next);
        specs.values().stream()
                .filter(other -> other.group().equals(spec.group()))
                .forEach(this::tellPending);
    }

    private List<String> members(ChildSpec spec) {
        return specs.values().stream()
                .filter(other -> other.group().equals(spec.group()))
                .map(ChildSpec::name)
                .toList();
    }

    private void tell(String name, ProcessActor.Command command) {
        var child = children.get(name);
        if (child != null) {
            child.tell(command);
        }
    }

    ProcessState stateOf(String name) {
        return states.getOrDefault(name, ProcessState.STARTING);
    }

    private void tellPending(ChildSpec spec) {
        tell(spec.name(), new ProcessActor.Pending(pending(spec)));
    }

    /** A primaryOnly process that has its STANDBY here holds nobody back: it may be ready on another node. */
    private Map<String, ProcessState> pending(ChildSpec spec) {
        var pending = new HashMap<String, ProcessState>();
        for (var dependency : spec.dependencies()) {
            var state = stateOf(dependency);
            if (!state.isHealthy()) {
                pending.put(dependency, state);
            }
        }
        group(spec).holding(spec.name()).forEach(other -> pending.put(other, stateOf(other)));
        return pending;
    }

    /** Takes a sample, unless one is under way; the command that it makes must be answered by {@link #sampled}. */
    <C> void beginSample(ActorContext<C> context, Function<Map<String, Usage>, C> command) {
        if (isSampling) {
            return;
        }
        isSampling = true;
        context.pipeToSelf(
                CompletableFuture.supplyAsync(this::sample, deps.blocking()),
                (usage, failure) -> command.apply(usage == null ? Map.of() : usage));
    }

    /** Blocks: off the dispatcher. Touches nothing that the actor changes. */
    private Map<String, Usage> sample() {
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
