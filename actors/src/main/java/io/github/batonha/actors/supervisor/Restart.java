package io.github.batonha.actors.supervisor;

import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.process.ProcessActor;
import io.github.batonha.supervision.lifecycle.StopOrder;
import io.github.batonha.supervision.spec.ChildSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Stops some processes in reverse order of dependency, starts them again when all are gone, tells how each came back, then that it
 * has finished, and stops.
 */
final class Restart {

    sealed interface Command {}

    private record Stopped(OperationReply reply) implements Command {}

    private record Started(OperationReply reply) implements Command {}

    private final ActorContext<Command> context;
    private final String node;
    private final Map<String, ActorRef<ProcessActor.Command>> targets;
    private final StoppedMeanwhile stoppedMeanwhile;
    private final ActorRef<OperationReply> replyTo;

    static Behavior<Command> create(
            String node,
            List<ChildSpec> specs,
            Map<String, ActorRef<ProcessActor.Command>> targets,
            Function<String, StopOrder> orders,
            StoppedMeanwhile stoppedMeanwhile,
            ActorRef<OperationReply> replyTo) {
        return Behaviors.setup(context -> {
            var stopped = context.messageAdapter(OperationReply.class, Stopped::new);
            context.spawnAnonymous(BatchOperation.stop(node, specs, targets, orders, stopped));
            return new Restart(context, node, targets, stoppedMeanwhile, replyTo).running();
        });
    }

    private Restart(
            ActorContext<Command> context,
            String node,
            Map<String, ActorRef<ProcessActor.Command>> targets,
            StoppedMeanwhile stoppedMeanwhile,
            ActorRef<OperationReply> replyTo) {
        this.context = context;
        this.node = node;
        this.targets = new LinkedHashMap<>(targets);
        this.stoppedMeanwhile = stoppedMeanwhile;
        this.replyTo = replyTo;
    }

    private Behavior<Command> running() {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Stopped(OperationReply.Happened(var outcome)) -> onTheWay(outcome);
            case Stopped(OperationReply.Finished _) -> start();
            case Started(var reply) -> tell(reply);
        });
    }

    /** Also what could not be stopped is no end: whether it is ready in the end is what counts. */
    private Behavior<Command> onTheWay(Outcome outcome) {
        replyTo.tell(new OperationReply.Happened(
                new Outcome(node, outcome.process(), Result.RUNNING, "to be started again: " + outcome.text())));
        return Behaviors.same();
    }

    private Behavior<Command> start() {
        stoppedMeanwhile.strike(targets, replyTo);
        context.spawnAnonymous(
                BatchOperation.startAgain(node, targets, context.messageAdapter(OperationReply.class, Started::new)));
        return Behaviors.same();
    }

    private Behavior<Command> tell(OperationReply reply) {
        replyTo.tell(reply);
        return reply instanceof OperationReply.Finished ? Behaviors.stopped() : Behaviors.same();
    }
}
