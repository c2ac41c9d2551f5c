package io.github.batonha.actors.supervisor;

import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.actors.process.ProcessActor;
import io.github.batonha.conf.model.NodeDefinition;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Applies a configuration: stops, has the configuration replaced, starts, tells that it has finished, and stops. */
final class ConfigurationChange {

    sealed interface Command {}

    /**
     * All processes of the node that have actors now.
     *
     * @param epoch of the primaryOnly ones, or 0
     */
    record Actors(Map<String, ActorRef<ProcessActor.Command>> byName, long epoch) implements Command {
        Actors {
            byName = Map.copyOf(byName);
        }
    }

    private record Stopped(OperationReply reply) implements Command {}

    private record Started(OperationReply reply) implements Command {}

    /** What the parent is told. */
    sealed interface News {
        /** All has stopped: the configuration is to be replaced. Answered by {@link Actors}. */
        record ReadyToReplace(NodeDefinition next, ActorRef<Actors> replyTo) implements News {}

        /** Whoever asked is told next that it has finished. */
        record Finished() implements News {}
    }

    /**
     * What is to be done.
     *
     * @param stop before the configuration is replaced
     * @param start after it
     * @param replyTo told of each outcome, then that it has finished
     */
    record Order(NodeDefinition next, Set<String> stop, Set<String> start, ActorRef<OperationReply> replyTo) {}

    private final ActorContext<Command> context;
    private final ProcessDeps deps;
    private final Order change;
    private final ActorRef<News> parent;

    static Behavior<Command> create(
            ProcessDeps deps, Order change, Map<String, ActorRef<ProcessActor.Command>> actors, ActorRef<News> parent) {
        return Behaviors.setup(context -> {
            var specs = deps.definition().processes();
            var stopped = context.messageAdapter(OperationReply.class, Stopped::new);
            var targets = chosen(actors, change.stop());
            context.spawnAnonymous(BatchOperation.stop(deps.node(), specs, targets, StopOrders.ofEach(specs), stopped));
            return new ConfigurationChange(context, deps, change, parent).running();
        });
    }

    private ConfigurationChange(ActorContext<Command> context, ProcessDeps deps, Order change, ActorRef<News> parent) {
        this.context = context;
        this.deps = deps;
        this.change = change;
        this.parent = parent;
    }

    private static Map<String, ActorRef<ProcessActor.Command>> chosen(
            Map<String, ActorRef<ProcessActor.Command>> actors, Set<String> names) {
        var chosen = new LinkedHashMap<String, ActorRef<ProcessActor.Command>>();
        actors.forEach((name, actor) -> {
            if (names.contains(name)) {
                chosen.put(name, actor);
            }
        });
        return chosen;
    }

    private Behavior<Command> running() {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Stopped(OperationReply.Happened(var outcome)) -> stopped(outcome);
            case Stopped(OperationReply.Finished _) -> swap();
            case Actors(var actors, var epoch) -> start(actors, epoch);
            case Started(var reply) -> tell(reply);
        });
    }

    private Behavior<Command> stopped(Outcome outcome) {
        var isOnTheWay = change.start().contains(outcome.process());
        return tell(new OperationReply.Happened(
                isOnTheWay
                        ? new Outcome(
                                outcome.node(),
                                outcome.process(),
                                Result.RUNNING,
                                "to be started again: " + outcome.text())
                        : outcome));
    }

    private Behavior<Command> swap() {
        parent.tell(new News.ReadyToReplace(change.next(), context.getSelf().narrow()));
        return Behaviors.same();
    }

    /** But not what somebody has stopped meanwhile. */
    private Behavior<Command> start(Map<String, ActorRef<ProcessActor.Command>> actors, long epoch) {
        var started = context.messageAdapter(OperationReply.class, Started::new);
        var targets = chosen(actors, change.start());
        new StoppedMeanwhile(deps, epoch).strike(targets, change.replyTo());
        context.spawnAnonymous(BatchOperation.start(deps.node(), targets, started));
        return Behaviors.same();
    }

    private Behavior<Command> tell(OperationReply reply) {
        if (reply instanceof OperationReply.Finished) {
            // First, for whoever hears the answer may want the next one.
            parent.tell(new News.Finished());
            change.replyTo().tell(reply);
            return Behaviors.stopped();
        }
        change.replyTo().tell(reply);
        return Behaviors.same();
    }
}
