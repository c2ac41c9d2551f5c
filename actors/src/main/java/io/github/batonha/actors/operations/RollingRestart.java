package io.github.batonha.actors.operations;

import io.github.batonha.actors.api.DrainRequest;
import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.UndrainRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
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
 * Restarts processes on one node after the other: the next when all of the last is ready again, and none after the first that
 * is not. Tells outcomes as they happen, then that it has finished, and stops. Goes on when whoever asked has gone.
 */
final class RollingRestart extends AbstractBehavior<RollingRestart.Command> {

    private static final Duration LOOK_WITHIN = Duration.ofSeconds(3);
    /** Between two lines about one phase of a drain: they are many, and the connection must not look dead. */
    private static final long QUIET_MILLIS = 30_000;

    sealed interface Command {}

    private record Looked(MonCluster cluster) implements Command {}

    private record NotLooked() implements Command {}

    private record DrainTold(Progress progress) implements Command {}

    private record RestartTold(OperationReply reply) implements Command {}

    private record UndrainTold(Progress progress) implements Command {}

    private record Settled() implements Command {}

    private final TimerScheduler<Command> timers;
    private final String self;
    private final Operation operation;
    private final List<String> nodes;
    private final Duration settle;
    private final ActorRef<Operations.Command> operations;
    private final ActorRef<OperationReply> replyTo;
    private final Deque<RollingPlan.NodeStep> turns = new ArrayDeque<>();
    private boolean isGood = true;
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
            Operation operation,
            List<String> nodes,
            Duration settle,
            ActorRef<Operations.Command> operations,
            Consumer<ActorRef<MonCluster>> look,
            ActorRef<OperationReply> replyTo) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            look.accept(context.messageAdapter(MonCluster.class, Looked::new));
            timers.startSingleTimer(new NotLooked(), LOOK_WITHIN);
            return new RollingRestart(context, timers, self, operation, nodes, settle, operations, replyTo);
        }));
    }

    private RollingRestart(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String self,
            Operation operation,
            List<String> nodes,
            Duration settle,
            ActorRef<Operations.Command> operations,
            ActorRef<OperationReply> replyTo) {
        super(context);
        this.timers = timers;
        this.self = self;
        this.operation = operation;
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
            case RestartTold told -> onRestartTold(told);
            case UndrainTold told -> onUndrainTold(told);
            case Settled() -> next();
        };
    }

    private Behavior<Command> onNotLooked() {
        tell(self, "", Result.FAILED, "the agent did not answer itself, nothing was restarted: try again");
        return finish();
    }

    private Behavior<Command> onLooked(Looked looked) {
        timers.cancelAll();
        switch (RollingPlan.of(operation, nodes, looked.cluster())) {
            case RollingPlan.Refused(var outcomes) ->
                outcomes.forEach(outcome -> replyTo.tell(new OperationReply.Happened(outcome)));
            case RollingPlan.Begun(var planned) -> turns.addAll(planned);
        }
        getContext()
                .getLog()
                .info("Began a rolling restart of {} by={} on {}", operation.name(), operation.by(), turns);
        return begin();
    }

    private Behavior<Command> begin() {
        if (turns.isEmpty()) {
            return finish();
        }
        var turn = turns.getFirst();
        if (turn.drain()) {
            phase = null;
            var request = new DrainRequest(turn.node(), operation.drainSeconds(), false, false, operation.by(), true);
            operations.tell(new Operations.Drain(request, getContext().messageAdapter(Progress.class, DrainTold::new)));
        } else {
            restart(turn.node());
        }
        return this;
    }

    private void restart(String node) {
        operations.tell(new Operations.OperateOn(
                node, operation, getContext().messageAdapter(OperationReply.class, RestartTold::new)));
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
            restart(node);
            return this;
        }
        tell(node, "", Result.FAILED, "not restarted, for it could not be drained: " + sentence(progress));
        return giveUp();
    }

    private Behavior<Command> onRestartTold(RestartTold told) {
        return switch (told.reply()) {
            case OperationReply.Happened happened -> happened(happened);
            case OperationReply.Finished _ -> isGood ? ready() : notReady();
        };
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
                new UndrainRequest(turn.node(), operation.by()),
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
                    "not restarted, for %s is not ready again: mend that, then restart the rest with --rolling -s %s"
                            .formatted(bad, rest));
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
