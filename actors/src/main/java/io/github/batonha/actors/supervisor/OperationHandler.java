package io.github.batonha.actors.supervisor;

import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.actors.launch.TrainingOrder;
import io.github.batonha.actors.process.PendingReplies;
import io.github.batonha.actors.process.ProcessActor;
import io.github.batonha.supervision.run.Run;
import io.github.batonha.supervision.spec.ChildSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * An operation on the processes of this node. Part of the actor of all local processes: only that one calls it, but for {@link #note}.
 *
 * @param members the actors of primaryOnly processes, none where this node is not active
 * @param epoch of these, or 0
 * @param primary name of the node that is primary, empty where there is none
 */
record OperationHandler(
        ProcessDeps deps,
        ChildProcesses children,
        Map<String, ActorRef<ProcessActor.Command>> members,
        long epoch,
        String primary) {

    OperationHandler {
        members = Map.copyOf(members);
    }

    /** Who is told; the others are answered for. */
    Map<String, ActorRef<ProcessActor.Command>> targets(
            Operation operation, List<ChildSpec> chosen, ActorRef<OperationReply> replyTo) {
        var targets = new LinkedHashMap<String, ActorRef<ProcessActor.Command>>();
        if (operation.action() == Operation.Action.TRAIN) {
            return targets; // the next start looks by itself: no actor is told
        }
        for (var spec : chosen) {
            var actors = spec.primaryOnly() ? members : children.actors();
            var actor = actors.get(spec.name());
            if (Selection.isLeftStopped(operation) && children.stateOf(spec.name()) == ProcessState.DONE) {
                var text = "it has done its work: `baton start-process %s` runs it again".formatted(spec.name());
                tell(replyTo, new Outcome(deps.node(), spec.name(), Result.NOTHING, text));
            } else if (Selection.isLeftStopped(operation) && isStopped(spec)) {
                var text = "it is stopped, and stays so: `baton start-process %s`".formatted(spec.name());
                tell(replyTo, new Outcome(deps.node(), spec.name(), Result.NOTHING, text));
            } else if (actor == null
                    || (isStandby(spec) && Selection.isMeantHere(operation) && !bringsBack(operation, spec))) {
                tell(replyTo, inStandby(operation, spec));
            } else {
                targets.put(spec.name(), actor);
            }
        }
        return targets;
    }

    private boolean isStandby(ChildSpec spec) {
        return spec.primaryOnly() && epoch == Run.STANDBY;
    }

    /** A standby that somebody stopped is started as what it was: no order but this one would bring it back alone. */
    private boolean bringsBack(Operation operation, ChildSpec spec) {
        return operation.action() == Operation.Action.START && isStopped(spec);
    }

    /** By its state alone it could not be told: that of a process that was stopped a moment ago is not known here yet. */
    private boolean isStopped(ChildSpec spec) {
        return children.stateOf(spec.name()) == ProcessState.STOPPED
                || ((children.stateOf(spec.name()) != ProcessState.STANDBY || epoch == Run.STANDBY)
                        && !deps.wanted().isWanted(spec.name(), spec.primaryOnly() ? epoch : 0, spec.start()));
    }

    private Outcome inStandby(Operation operation, ChildSpec spec) {
        return Selection.isMeantHere(operation)
                ? new Outcome(deps.node(), spec.name(), Result.REFUSED, Standby.refusal(deps.node(), primary))
                : new Outcome(deps.node(), spec.name(), Result.NOTHING, "it is in STANDBY here");
    }

    /**
     * Keeps what is wanted for a next agent, and answers what went wrong, else nothing: a disk that is full must not keep anybody from
     * stopping a process. What is restarted is wanted, for a crash of the agent in between must not leave it stopped. Blocks.
     */
    String note(Operation operation, Set<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        var local = new ArrayList<String>();
        var primaryOnly = new ArrayList<String>();
        names.forEach(name -> (members.containsKey(name) ? primaryOnly : local).add(name));
        var isWanted = operation.action() != Operation.Action.STOP;
        try {
            deps.wanted().set(local, 0, isWanted);
            deps.wanted().set(primaryOnly, epoch, isWanted);
            return "";
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Another definition may have been applied, or the primary lost, while it was noted. */
    static Map<String, ActorRef<ProcessActor.Command>> current(
            String node,
            Set<String> names,
            Map<String, ActorRef<ProcessActor.Command>> actors,
            ActorRef<OperationReply> replyTo) {
        var targets = new LinkedHashMap<String, ActorRef<ProcessActor.Command>>();
        for (var name : names) {
            var actor = actors.get(name);
            if (actor == null) {
                tell(replyTo, PendingReplies.letGo(node, name));
            } else {
                targets.put(name, actor);
            }
        }
        return targets;
    }

    /**
     * Carries it out.
     *
     * @param epoch of the primaryOnly ones of the targets, or 0
     * @param trouble why it could not be stored, empty where it was
     */
    static void begin(
            ActorContext<?> context,
            ProcessDeps deps,
            ChildProcesses children,
            Operation operation,
            ActorRef<OperationReply> replyTo,
            Map<String, ActorRef<ProcessActor.Command>> targets,
            long epoch,
            String trouble) {
        var node = deps.node();
        var specs = deps.definition().processes();
        var orders = StopOrders.of(specs, operation);
        if (!trouble.isEmpty()) {
            var text =
                    "it is carried out, but could not be stored (%s), so that a crash of the agent undoes it: make room"
                            .formatted(trouble);
            tell(replyTo, new Outcome(node, "", Result.FAILED, text));
        }
        switch (operation.action()) {
            case TRAIN -> TrainingOrder.give(deps, operation, replyTo);
            case START -> context.spawnAnonymous(BatchOperation.start(node, targets, replyTo));
            case STOP -> {
                tellWhoIsLeft("stopped", deps, children, targets.keySet(), replyTo);
                context.spawnAnonymous(BatchOperation.stop(node, specs, targets, orders, replyTo));
            }
            case RESTART -> {
                tellWhoIsLeft("restarted", deps, children, targets.keySet(), replyTo);
                context.spawnAnonymous(
                        Restart.create(node, specs, targets, orders, new StoppedMeanwhile(deps, epoch), replyTo));
            }
        }
    }

    private static void tellWhoIsLeft(
            String what,
            ProcessDeps deps,
            ChildProcesses children,
            Set<String> targets,
            ActorRef<OperationReply> replyTo) {
        var dependents = deps.definition().processes().stream()
                .filter(spec -> !targets.contains(spec.name()))
                .filter(spec -> spec.dependencies().stream().anyMatch(targets::contains))
                .filter(spec -> children.stateOf(spec.name()) == ProcessState.HEALTHY)
                .map(ChildSpec::name)
                .toList();
        if (!dependents.isEmpty()) {
            var text =
                    "left running, though they depend on what is %s: %s".formatted(what, String.join(", ", dependents));
            tell(replyTo, new Outcome(deps.node(), "", Result.NOTHING, text));
        }
    }

    private static void tell(ActorRef<OperationReply> replyTo, Outcome outcome) {
        replyTo.tell(new OperationReply.Happened(outcome));
    }
}
