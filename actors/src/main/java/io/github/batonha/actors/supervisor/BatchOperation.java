package io.github.batonha.actors.supervisor;

import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.process.PendingReplies;
import io.github.batonha.actors.process.ProcessActor;
import io.github.batonha.supervision.lifecycle.StopOrder;
import io.github.batonha.supervision.spec.ChildSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** Starts or stops some processes, tells each outcome as it happens, then that it has finished, and stops. */
final class BatchOperation extends AbstractBehavior<BatchOperation.Command> {

    /** How long whoever started something is kept waiting for it to be ready. */
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    /** The same where something waits that must not go on before it is ready, such as the next node. */
    private static final Duration READY_AGAIN_WITHIN = Duration.ofMinutes(5);

    sealed interface Command {}

    private record Told(Outcome outcome) implements Command {}

    private record TimedOut(Duration after) implements Command {}

    private record Left(String process) implements Command {}

    private final String node;
    private final Map<String, ActorRef<ProcessActor.Command>> left;
    private final StopPlan plan;
    private final Function<String, StopOrder> orders;
    private final Consumer<Set<String>> ahead;
    private final ActorRef<Outcome> outcomes;
    private final ActorRef<OperationReply> replyTo;

    /** All at once: each waits by itself for what it depends on. */
    static Behavior<Command> start(
            String node, Map<String, ActorRef<ProcessActor.Command>> targets, ActorRef<OperationReply> replyTo) {
        return start(node, targets, READY_WITHIN, replyTo);
    }

    /** As {@link #start}, but with more patience. */
    static Behavior<Command> startAgain(
            String node, Map<String, ActorRef<ProcessActor.Command>> targets, ActorRef<OperationReply> replyTo) {
        return start(node, targets, READY_AGAIN_WITHIN, replyTo);
    }

    private static Behavior<Command> start(
            String node,
            Map<String, ActorRef<ProcessActor.Command>> targets,
            Duration readyWithin,
            ActorRef<OperationReply> replyTo) {
        return Behaviors.setup(context -> {
            var round = new BatchOperation(
                    context,
                    node,
                    targets,
                    new StopPlan(List.of(), Set.of()),
                    name -> new StopOrder(Duration.ZERO, false),
                    told -> {},
                    replyTo);
            targets.values().forEach(process -> process.tell(new ProcessActor.Start(round.outcomes)));
            context.scheduleOnce(readyWithin, context.getSelf(), new TimedOut(readyWithin));
            return round.proceed();
        });
    }

    /** In reverse order of dependency. No time limit but that of each process. */
    static Behavior<Command> stop(
            String node,
            List<ChildSpec> specs,
            Map<String, ActorRef<ProcessActor.Command>> targets,
            Function<String, StopOrder> orders,
            ActorRef<OperationReply> replyTo) {
        return stop(node, specs, targets, orders, told -> {}, replyTo);
    }

    /**
     * As above.
     *
     * @param ahead is given the names of those that were just told to stop
     */
    static Behavior<Command> stop(
            String node,
            List<ChildSpec> specs,
            Map<String, ActorRef<ProcessActor.Command>> targets,
            Function<String, StopOrder> orders,
            Consumer<Set<String>> ahead,
            ActorRef<OperationReply> replyTo) {
        return Behaviors.setup(context -> {
            var plan = new StopPlan(specs, targets.keySet());
            return new BatchOperation(context, node, targets, plan, orders, ahead, replyTo).proceed();
        });
    }

    private BatchOperation(
            ActorContext<Command> context,
            String node,
            Map<String, ActorRef<ProcessActor.Command>> targets,
            StopPlan plan,
            Function<String, StopOrder> orders,
            Consumer<Set<String>> ahead,
            ActorRef<OperationReply> replyTo) {
        super(context);
        this.node = node;
        this.left = new LinkedHashMap<>(targets);
        this.plan = plan;
        this.orders = orders;
        this.ahead = ahead;
        this.replyTo = replyTo;
        this.outcomes = context.messageAdapter(Outcome.class, Told::new);
        // Actors are replaced where another definition is applied, and end with their epoch: no answer comes from
        // those.
        targets.forEach((name, process) -> context.watchWith(process, new Left(name)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onMessage(Command.class, this::onCommand).build();
    }

    private Behavior<Command> onCommand(Command command) {
        return switch (command) {
            case Told told -> onTold(told);
            case TimedOut timedOut -> onTimedOut(timedOut);
            case Left(var process) -> onTold(new Told(PendingReplies.letGo(node, process)));
        };
    }

    private Behavior<Command> onTold(Told told) {
        var name = told.outcome().process();
        if (left.remove(name) == null) {
            return this;
        }
        plan.gone(name);
        replyTo.tell(new OperationReply.Happened(told.outcome()));
        return proceed();
    }

    private Behavior<Command> proceed() {
        var next = plan.next();
        for (var name : next) {
            var process = left.get(name);
            if (process != null) {
                process.tell(new ProcessActor.Stop(orders.apply(name), outcomes));
            }
        }
        if (!next.isEmpty()) {
            ahead.accept(next);
        }
        if (!left.isEmpty()) {
            return this;
        }
        replyTo.tell(new OperationReply.Finished(node));
        return Behaviors.stopped();
    }

    private Behavior<Command> onTimedOut(TimedOut timedOut) {
        for (var name : new TreeSet<>(left.keySet())) {
            var text = "not ready after %d s: see 'baton mon' and its log; it is left to start"
                    .formatted(timedOut.after().toSeconds());
            replyTo.tell(new OperationReply.Happened(new Outcome(node, name, Result.FAILED, text)));
        }
        left.clear();
        return proceed();
    }
}
