package io.github.batonha.actors.operations;

import io.github.batonha.actors.api.DrainRequest;
import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.UndrainRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Restarts processes, or applies a revision, on one node after the other: the next when all of the last is ready again, and none after the
 * first that is not. Tells outcomes as they happen, then that it has finished, and stops. It goes on when the caller has gone.
 */
final class RollingOperation extends AbstractBehavior<RollingOperation.Command> {

    private static final Duration LOOK_WITHIN = Duration.ofSeconds(3);
    /** Between two lines about one phase of a drain: they are many, and the connection must not look dead. */
    private static final long QUIET_MILLIS = 30_000;

    sealed interface Command {}

    private record Looked(MonCluster cluster) implements Command {}

    private record NotLooked() implements Command {}

    private record DrainTold(Progress progress) implements Command {}

    private record NodeTold(OperationReply reply) implements Command {}

    private record UndrainTold(Progress progress) implements Command {}

    private record Settled() implements Command {}

    private final TimerScheduler<Command> timers;
    private final String self;
    private final RollingOrder order;
    private final List<String> nodes;
    private final Duration settle;
    private final ActorRef<Operations.Command> operations;
    private final ActorRef<OperationReply> replyTo;
    private final Deque<RollingPlan.NodeStep> turns = new ArrayDeque<>();
    private boolean isGood = true;
    private boolean isPreview;
    private boolean isTouched;
    private Progress.@Nullable Phase phase;
    private long toldAtMillis;

    /**
     * Begins at once.
     *
     * @param nodes all that take part
     * @param settle what balancers need to notice that a node takes users again
     * @param look asks how the cluster is
     */
    static Behavior<Command> create(
            String self,
            RollingOrder order,
            List<String> nodes,
            Duration settle,
            ActorRef<Operations.Command> operations,
            Consumer<ActorRef<MonCluster>> look,
            ActorRef<OperationReply> replyTo) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            look.accept(context.messageAdapter(MonCluster.class, Looked::new));
            timers.startSingleTimer(new NotLooked(), LOOK_WITHIN);
            return new RollingOperation(context, timers, self, order, nodes, settle, operations, replyTo);
        }));
    }

    private RollingOperation(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String self,
            RollingOrder order,
            List<String> nodes,
            Duration settle,
            ActorRef<Operations.Command> operations,
            ActorRef<OperationReply> replyTo) {
        super(context);
        this.timers = timers;
        this.self = self;
        this.order = order;
        this.nodes = nodes;
        this.settle = settle;
        this.operations = operations;
        this.replyTo = replyTo;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onMessage(Command.class, this::onCommand).build();
    }

    private Behavior<Command> onCommand(Command command) {
        return switch (command) {
            case Looked looked -> onLooked(looked);
            case NotLooked() -> onNotLooked();
            case DrainTold told -> onDrainTold(told);
            case NodeTold told -> onNodeTold(told);
            case UndrainTold told -> onUndrainTold(told);
            case Settled() -> next();
        };
    }

    private Behavior<Command> onNotLooked() {
        tell(
                self,
                "",
                Result.FAILED,
                "the agent did not answer itself, nothing was %s: try again".formatted(order.done()));
        return finish();
    }

    private Behavior<Command> onLooked(Looked looked) {
        timers.cancelAll();
        switch (RollingPlan.of(order, nodes, looked.cluster())) {
            case RollingPlan.Refused(var outcomes) ->
                outcomes.forEach(outcome -> replyTo.tell(new OperationReply.Happened(outcome)));
            case RollingPlan.Begun(var planned) -> turns.addAll(planned);
        }
        getContext().getLog().info("Began a rolling order, done={} by={} on {}", order.done(), order.by(), turns);
        return begin();
    }

    private Behavior<Command> begin() {
        if (turns.isEmpty()) {
            return finish();
        }
        var turn = turns.getFirst();
        var preview = turn.drain() ? preview(turn.node()) : Optional.<Operations.Command>empty();
        if (preview.isPresent()) {
            isPreview = true;
            isTouched = false;
            operations.tell(preview.get());
        } else if (turn.drain()) {
            drain(turn.node());
        } else {
            order(turn.node());
        }
        return this;
    }

    private void drain(String node) {
        phase = null;
        var request = new DrainRequest(node, order.drainSeconds(), false, false, order.by(), true);
        operations.tell(new Operations.Drain(request, getContext().messageAdapter(Progress.class, DrainTold::new)));
    }

    private ActorRef<OperationReply> told() {
        return getContext().messageAdapter(OperationReply.class, NodeTold::new);
    }

    private void order(String node) {
        operations.tell(
                switch (order.work()) {
                    case RollingOrder.Work.Restart(var operation) -> new Operations.OperateOn(node, operation, told());
                    case RollingOrder.Work.Apply(var request) -> new Operations.ApplyOn(node, request, told());
                });
    }

    /** Asks what it would do, where that may be nothing: the users of the node are left alone then. */
    private Optional<Operations.Command> preview(String node) {
        return switch (order.work()) {
            case RollingOrder.Work.Restart _ -> Optional.empty();
            case RollingOrder.Work.Apply(var request) ->
                Optional.of(new Operations.ApplyOn(node, request.asDryRun(), told()));
        };
    }

    private Behavior<Command> onDrainTold(DrainTold told) {
        var node = turns.getFirst().node();
        var progress = told.progress();
        if (!progress.isFinal()) {
            if (progress.phase() != phase || progress.elapsedMillis() - toldAtMillis >= QUIET_MILLIS) {
                phase = progress.phase();
                toldAtMillis = progress.elapsedMillis();
                tell(node, "", Result.RUNNING, progress.text());
            }
            return this;
        }
        if (progress.outcome() == Progress.Outcome.DONE) {
            tell(node, "", Result.RUNNING, progress.text());
            order(node);
            return this;
        }
        tell(
                node,
                "",
                Result.FAILED,
                "not %s, for it could not be drained: %s".formatted(order.done(), sentence(progress)));
        return giveUp();
    }

    private Behavior<Command> onNodeTold(NodeTold told) {
        if (isPreview) {
            return previewed(told.reply());
        }
        return switch (told.reply()) {
            case OperationReply.Happened happened -> happened(happened);
            case OperationReply.Finished _ -> isGood ? ready() : notReady();
        };
    }

    /** What stands against it is told when it is ordered. */
    private Behavior<Command> previewed(OperationReply reply) {
        switch (reply) {
            case OperationReply.Happened(var outcome) ->
                isTouched |=
                        outcome.result() == Result.PLANNED && !outcome.process().isEmpty();
            case OperationReply.Finished _ -> {
                isPreview = false;
                var node = turns.getFirst().node();
                if (isTouched) {
                    drain(node);
                } else {
                    tell(node, "", Result.RUNNING, "no process is touched there, so its users stay");
                    turns.removeFirst();
                    turns.addFirst(new RollingPlan.NodeStep(node, false));
                    order(node);
                }
            }
        }
        return this;
    }

    private Behavior<Command> happened(OperationReply.Happened happened) {
        isGood &= happened.outcome().isOk();
        replyTo.tell(happened);
        return this;
    }

    private Behavior<Command> ready() {
        var turn = turns.getFirst();
        if (!turn.drain()) {
            return next();
        }
        operations.tell(new Operations.Undrain(
                new UndrainRequest(turn.node(), order.by()),
                getContext().messageAdapter(Progress.class, UndrainTold::new)));
        return this;
    }

    private Behavior<Command> notReady() {
        var turn = turns.getFirst();
        if (turn.drain()) {
            var text = "it stays drained, for not all is ready again: mend that, then `baton undrain %s`"
                    .formatted(turn.node());
            tell(turn.node(), "", Result.FAILED, text);
        }
        return giveUp();
    }

    private Behavior<Command> onUndrainTold(UndrainTold told) {
        var progress = told.progress();
        if (!progress.isFinal()) {
            return this;
        }
        var node = turns.getFirst().node();
        if (progress.outcome() != Progress.Outcome.DONE) {
            tell(node, "", Result.FAILED, sentence(progress));
            return giveUp();
        }
        if (turns.size() == 1) {
            tell(node, "", Result.DONE, progress.text());
            return next();
        }
        var text = "%s; balancers get %.1f s to notice".formatted(progress.text(), settle.toMillis() / 1000.0);
        tell(node, "", Result.DONE, text);
        timers.startSingleTimer(new Settled(), settle);
        return this;
    }

    private Behavior<Command> next() {
        turns.removeFirst();
        return begin();
    }

    /** The others are left as they are, so that something serves while this one is mended. */
    private Behavior<Command> giveUp() {
        var bad = turns.removeFirst().node();
        var rest = turns.stream().map(RollingPlan.NodeStep::node).collect(Collectors.joining(" "));
        for (var turn : turns) {
            tell(
                    turn.node(),
                    "",
                    Result.REFUSED,
                    "not %s, for %s is not ready again: mend that, then %s %s"
                            .formatted(order.done(), bad, order.rest(), rest));
        }
        return finish();
    }

    private Behavior<Command> finish() {
        replyTo.tell(new OperationReply.Finished(self));
        return Behaviors.stopped();
    }

    private static String sentence(Progress progress) {
        return progress.remedy().isEmpty() ? progress.text() : progress.text() + ": " + progress.remedy();
    }

    private void tell(String node, String process, Result result, String text) {
        replyTo.tell(new OperationReply.Happened(new Outcome(node, process, result, text)));
    }
}
