package io.github.batonha.actors.apply;

import io.github.batonha.actors.api.Mon;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.api.RevisionChanges;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.launch.LaunchDigests;
import io.github.batonha.conf.install.Revisions;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.ConfigurationException;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.supervision.run.LaunchDigest;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.spec.ChildSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was found when somebody wanted to apply.
 *
 * @param next what the node would run from
 * @param digest of all that was found
 * @param changes from the revision that the node runs; empty where they are not kept both
 */
record Draft(NodeDefinition next, ApplyPlan plan, PlanDigest digest, Optional<RevisionChanges> changes) {
    private static final Logger LOG = LoggerFactory.getLogger(Draft.class);

    /** Reads the installed revision, and files: off the actors' dispatcher. Throws what {@link ApplyDeps#installed} throws. */
    static Draft of(ApplyDeps deps, Mon mon, Set<String> owed, List<String> processes) {
        var now = deps.current().get();
        var whole = deps.installed().get();
        var installed = processes.isEmpty() ? whole : partly(now, whole, processes);
        var next = now.withProcessesOf(installed);
        var facts = facts(deps, now, installed, mon, owed);
        var all = ApplyPlan.of(now, installed, facts);
        // Jars and files of the others may have changed on the disk: that is not asked for.
        var plan = processes.isEmpty() ? all : all.only(processes);
        return new Draft(next, plan, PlanDigest.of(next, plan, facts), changes(deps.home(), now.hash(), next.hash()));
    }

    private static NodeDefinition partly(NodeDefinition now, NodeDefinition installed, List<String> processes) {
        for (var name : processes) {
            if (!now.processNames().contains(name) && !installed.processNames().contains(name)) {
                throw new ConfigurationException(
                        "neither the installed revision nor the one that runs has a process \"%s\"".formatted(name));
            }
        }
        return now.taking(Set.copyOf(processes), installed);
    }

    /** For readers alone: what can't be compared is applied all the same. */
    private static Optional<RevisionChanges> changes(BatonHome home, String from, String to) {
        if (from.equals(to)) {
            return Optional.empty();
        }
        try {
            return Revisions.of(home)
                    .differences(from, to)
                    .map(differences -> RevisionChanges.of(from, to, differences));
        } catch (ConfigurationException e) {
            LOG.warn("Could not compare revision={} with revision={}", from, to, e);
            return Optional.empty();
        }
    }

    /**
     * What is left of it behind one that was carried out: primaryOnly processes that run here as they were, as this node became the
     * primary meanwhile. Empty where nothing is, or where another revision was installed.
     */
    Optional<Draft> leftBehind(Draft done) {
        var started = done.plan().starting();
        var primaryOnly = next.processes().stream()
                .filter(ChildSpec::primaryOnly)
                .map(ChildSpec::name)
                .collect(Collectors.toSet());
        var steps = plan.steps().stream()
                .filter(step -> step.action() == ApplyPlan.Action.RESTART)
                .filter(step -> primaryOnly.contains(step.process()) && !started.contains(step.process()))
                .toList();
        var isSame = next.hash().equals(done.next().hash()) && plan.isPossible();
        return isSame && !steps.isEmpty()
                ? Optional.of(new Draft(next, new ApplyPlan(steps, List.of(), List.of()), digest, changes))
                : Optional.empty();
    }

    private static Map<String, ApplyPlan.Known> facts(
            ApplyDeps deps, NodeDefinition now, NodeDefinition installed, Mon mon, Set<String> owed) {
        var before = byName(now);
        var after = byName(installed);
        var statuses = mon.processes().stream()
                .collect(Collectors.toMap(ProcessStatus::name, Function.identity(), (a, b) -> a));
        var names = new HashMap<>(before);
        names.putAll(after);
        var known = new HashMap<String, ApplyPlan.Known>();
        for (var name : names.keySet()) {
            var status = statuses.get(name);
            known.put(
                    name,
                    known(
                            deps,
                            new Both(now, before.get(name), installed, after.get(name)),
                            mon,
                            owed.contains(name),
                            status == null ? ProcessState.STOPPED : status.status()));
        }
        return known;
    }

    private record Both(
            NodeDefinition now,
            @Nullable ChildSpec before,
            NodeDefinition installed,
            @Nullable ChildSpec after) {}

    private static ApplyPlan.Known known(ApplyDeps deps, Both both, Mon mon, boolean isOwed, ProcessState state) {
        var before = both.before();
        var after = both.after();
        var name = before != null ? before.name() : after != null ? after.name() : "";
        var live = deps.runs().live(name);
        return new ApplyPlan.Known(
                isOwed,
                after == null || !after.primaryOnly() || mon.role() == Role.PRIMARY,
                live.isPresent(),
                state,
                before != null && isWanted(deps, before, mon),
                after != null && isWanted(deps, after, mon),
                live.map(Run::digest).orElse(LaunchDigest.UNKNOWN),
                before == null ? LaunchDigest.UNKNOWN : LaunchDigests.of(deps.home(), both.now(), before),
                after == null ? LaunchDigest.UNKNOWN : LaunchDigests.of(deps.home(), both.installed(), after));
    }

    private static boolean isWanted(ApplyDeps deps, ChildSpec spec, Mon mon) {
        return deps.wanted().isWanted(spec.name(), spec.primaryOnly() ? mon.epoch() : 0, spec.start());
    }

    private static Map<String, ChildSpec> byName(NodeDefinition definition) {
        return definition.processes().stream().collect(Collectors.toMap(ChildSpec::name, Function.identity()));
    }
}
