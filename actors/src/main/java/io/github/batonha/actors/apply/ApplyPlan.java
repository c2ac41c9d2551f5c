package io.github.batonha.actors.apply;

import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.conf.model.AgentChanges;
import io.github.batonha.conf.model.AgentChanges.AgentChange;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.supervision.run.LaunchDigest;
import io.github.batonha.supervision.spec.ChildSpec;
import io.github.batonha.supervision.spec.RestartPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to run from another revision: stop what is gone, restart what changed, start what is new, and leave the rest. Pure.
 *
 * @param steps in the order in which they are shown
 * @param agentChanges what the agent takes up only when it starts
 * @param conflicts why it can't be done, empty where it can
 */
record ApplyPlan(List<Step> steps, List<AgentChange> agentChanges, List<String> conflicts) {

    enum Action {
        STOP,
        RESTART,
        START,
        /** Its run, if it has one, goes on. */
        UPDATE
    }

    record Step(String process, Action action, String why) {}

    /**
     * What is known of a process on this node.
     *
     * @param isOwed an agent that died while it applied has stopped it, to be started again
     * @param isHere it may run here: it is not primaryOnly, or this node is active
     * @param isLive something of it runs
     * @param wasWanted by the definition that it runs from, or by an operator
     * @param isWanted by the next definition, or by an operator
     * @param started what the run that lives was started from
     * @param before what it would be started from now
     * @param after what it would be started from by the next definition
     */
    record Known(
            boolean isOwed,
            boolean isHere,
            boolean isLive,
            ProcessState state,
            boolean wasWanted,
            boolean isWanted,
            LaunchDigest started,
            LaunchDigest before,
            LaunchDigest after) {}

    /** Has failed, or is about to be started again after a failure: a change may be the cure. */
    private static final Set<ProcessState> FAILED =
            EnumSet.of(ProcessState.ERROR, ProcessState.MISSING, ProcessState.STARTING);

    ApplyPlan {
        steps = List.copyOf(steps);
        agentChanges = List.copyOf(agentChanges);
        conflicts = List.copyOf(conflicts);
    }

    /** From what runs now to what was installed. Every process of both must be known. */
    static ApplyPlan of(NodeDefinition now, NodeDefinition installed, Map<String, Known> known) {
        var before = byName(now);
        var after = byName(installed);
        var steps = new ArrayList<Step>();
        var conflicts = new ArrayList<String>();
        for (var spec : now.processes()) {
            var facts = known.get(spec.name());
            if (facts != null && !after.containsKey(spec.name())) {
                var action = facts.isLive() ? Action.STOP : Action.UPDATE;
                steps.add(new Step(spec.name(), action, whyGone(spec, installed)));
            }
        }
        for (var spec : installed.processes()) {
            var old = before.get(spec.name());
            var facts = known.get(spec.name());
            if (facts == null) {
                continue;
            }
            if (old != null && old.primaryOnly() != spec.primaryOnly() && facts.isLive()) {
                conflicts.add(("%s runs, and its <primaryOnly> changes: stop it on every node first, "
                                + "`baton kill-process %s -c`, then apply everywhere, then start it")
                        .formatted(spec.name(), spec.name()));
            } else {
                step(old, spec, facts, whyNew(spec, now), steps);
            }
        }
        steps.sort(Comparator.comparing(Step::action)); // stable: else in the order of the definition
        return new ApplyPlan(steps, AgentChanges.between(now, installed), conflicts);
    }

    /** Without the steps of other processes. */
    ApplyPlan only(List<String> processes) {
        return new ApplyPlan(
                steps.stream()
                        .filter(step -> processes.contains(step.process()))
                        .toList(),
                agentChanges,
                conflicts);
    }

    private static Map<String, ChildSpec> byName(NodeDefinition definition) {
        var byName = new HashMap<String, ChildSpec>();
        definition.processes().forEach(spec -> byName.put(spec.name(), spec));
        return byName;
    }

    private static String whyGone(ChildSpec spec, NodeDefinition installed) {
        return installed
                .placement(spec.name())
                .map(placement -> "it is not placed here any more: <hosts> is " + placement.shown())
                .orElse("it is not defined any more");
    }

    private static String whyNew(ChildSpec spec, NodeDefinition now) {
        return now.placement(spec.name()).isPresent() ? "it is placed here now" : "it is new";
    }

    private static void step(@Nullable ChildSpec old, ChildSpec spec, Known known, String whyNew, List<Step> steps) {
        var name = spec.name();
        var isSame = old != null && old.equals(spec);
        if (!known.isHere()) {
            if (!isSame) {
                steps.add(new Step(name, Action.UPDATE, "it has its STANDBY here"));
            }
        } else if (known.isLive()) {
            var base = known.started().isKnown() ? known.started() : known.before();
            var differences = base.differences(known.after());
            if (!known.isWanted() && known.wasWanted()) {
                steps.add(new Step(name, Action.STOP, "<start> is false now"));
            } else if (!known.isWanted() && !isSame) {
                steps.add(new Step(name, Action.UPDATE, "it is being stopped"));
            } else if (!differences.isEmpty() && known.isWanted()) {
                steps.add(new Step(name, Action.RESTART, String.join(" and ", differences) + " changed"));
            } else if (!isSame) {
                steps.add(new Step(name, Action.UPDATE, "what changed needs no restart"));
            }
        } else if (known.isOwed() && known.isWanted()) {
            steps.add(new Step(name, Action.START, "it was stopped to be started again"));
        } else if (old == null) {
            steps.add(new Step(name, known.isWanted() ? Action.START : Action.UPDATE, whyNew));
        } else if (known.isWanted() && !known.wasWanted()) {
            steps.add(new Step(name, Action.START, "<start> is true now"));
        } else if (!isSame || !known.before().equals(known.after())) {
            var isCure = known.isWanted() && FAILED.contains(known.state());
            var isJob = known.isWanted()
                    && known.state() == ProcessState.DONE
                    && spec.restart().policy() == RestartPolicy.ONESHOT;
            steps.add(new Step(
                    name,
                    isCure || isJob ? Action.START : Action.UPDATE,
                    isCure || isJob ? "it changed, and is %s".formatted(known.state()) : "it does not run"));
        }
    }

    boolean isPossible() {
        return conflicts.isEmpty();
    }

    /** Nothing of it is shown. */
    boolean isQuiet() {
        return steps.isEmpty() && agentChanges.isEmpty();
    }

    Set<String> stopping() {
        return named(EnumSet.of(Action.STOP, Action.RESTART));
    }

    Set<String> starting() {
        return named(EnumSet.of(Action.START, Action.RESTART));
    }

    private Set<String> named(Set<Action> actions) {
        return steps.stream()
                .filter(step -> actions.contains(step.action()))
                .map(Step::process)
                .collect(Collectors.toSet());
    }

    /** As it is shown. */
    List<Outcome> outcomes(String node) {
        var outcomes = new ArrayList<Outcome>();
        for (var step : steps) {
            var text = "%s: %s".formatted(word(step.action()), step.why());
            outcomes.add(new Outcome(node, step.process(), Result.PLANNED, text));
        }
        if (!agentChanges.isEmpty()) {
            var text = "left until the agent is started again: "
                    + agentChanges.stream().map(AgentChange::text).collect(Collectors.joining("; "));
            var isHosts = agentChanges.stream().anyMatch(change -> change.kind().changesHosts());
            outcomes.add(new Outcome(
                    node,
                    "",
                    Result.PLANNED,
                    isHosts ? text + ". The primary counts other hosts from the next set-primary on" : text));
        }
        conflicts.forEach(conflict -> outcomes.add(new Outcome(node, "", Result.REFUSED, conflict)));
        return outcomes;
    }

    private static String word(Action action) {
        return switch (action) {
            case STOP -> "stop";
            case RESTART -> "restart";
            case START -> "start";
            case UPDATE -> "no restart";
        };
    }
}
