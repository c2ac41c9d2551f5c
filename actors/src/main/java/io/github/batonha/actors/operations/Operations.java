package io.github.batonha.actors.operations;

import io.github.batonha.actors.api.ApplyRequest;
import io.github.batonha.actors.api.CancelRequest;
import io.github.batonha.actors.api.DrainRequest;
import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.RepairRequest;
import io.github.batonha.actors.api.ScheduleRequest;
import io.github.batonha.actors.api.SetPrimaryRequest;
import io.github.batonha.actors.api.UndrainRequest;
import io.github.batonha.actors.wire.Outbox;
import io.github.batonha.actors.wire.Wire;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.model.NodeDefinition;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * {@code /user/node}: has what operators ask for done by the nodes that it concerns, this one or others, and answers for
 * those that do not. Whoever asked may go away; what has begun goes on.
 */
public final class Operations {
    private static final Duration MARGIN = Duration.ofSeconds(1);

    public sealed interface Command {}

    /** Makes a configured host, or this node, the primary. Answered by progress, the last line final. */
    public record SetPrimary(SetPrimaryRequest request, ActorRef<Progress> replyTo) implements Command {}

    /** From a {@link SetPrimaryWhenReady}: the order, without a wait. */
    record OrderPrimary(SetPrimaryRequest request, ActorRef<Progress> replyTo) implements Command {}

    /** Makes a configured host the primary later. Answered by progress, the last line final. */
    public record SchedulePrimary(ScheduleRequest request, ActorRef<Progress> replyTo) implements Command {}

    /** Cancels what is scheduled on a configured host. Answered by progress, the last line final. */
    public record CancelScheduled(CancelRequest request, ActorRef<Progress> replyTo) implements Command {}

    /** Repairs the primary's store of this node. Answered as {@link SetPrimary} is. */
    public record Repair(RepairRequest request, ActorRef<Progress> replyTo) implements Command {}

    /** Carries the operation out on all its hosts, which must be configured ones. */
    public record Operate(Operation operation, ActorRef<OperationReply> replyTo) implements Command {}

    /** Has all its hosts, which must be configured ones, run from what was installed there last. */
    public record Apply(ApplyRequest request, ActorRef<OperationReply> replyTo) implements Command {}

    /** Another node asks whether this one would take the request; {@code hosts} are not looked at. */
    record OfferedApply(ApplyRequest request, ActorRef<RemoteRequest.Reply> asker) implements Command, Wire {}

    /** From a {@link RollingOperation}: the operation on one node alone, which must be a configured host. */
    record OperateOn(String node, Operation operation, ActorRef<OperationReply> replyTo) implements Command {}

    /** From a {@link RollingOperation}: the request for one node alone, which must be a configured host. */
    record ApplyOn(String node, ApplyRequest request, ActorRef<OperationReply> replyTo) implements Command {}

    /** Drains a configured host, or this node. Answered by progress, the last line final. */
    public record Drain(DrainRequest request, ActorRef<Progress> replyTo) implements Command {}

    /** Tells how the drain of a configured host, or this node, goes on, and orders nothing. Answered by progress, the last line final. */
    public record FollowDrain(@Nullable String node, ActorRef<Progress> replyTo) implements Command {}

    /** Ends the drain of a configured host, or this node. Answered by progress, the last line final. */
    public record Undrain(UndrainRequest request, ActorRef<Progress> replyTo) implements Command {}

    /** Another node asks whether this one would take the request. */
    record OfferedDrain(DrainRequest request, ActorRef<RemoteRequest.Reply> asker) implements Command, Wire {}

    /** Another node asks how the drain goes on. A message of its own: an agent of an earlier release must not take it for an order. */
    record OfferedFollow(ActorRef<RemoteRequest.Reply> asker) implements Command, Wire {}

    /** Another node asks whether this one would take the request. */
    record OfferedUndrain(UndrainRequest request, ActorRef<RemoteRequest.Reply> asker) implements Command, Wire {}

    /** Another node asks whether this one would take the request. */
    record OfferedSetPrimary(SetPrimaryRequest request, ActorRef<RemoteRequest.Reply> asker) implements Command, Wire {}

    /** Another node asks whether this one would take the request. */
    record OfferedSchedule(ScheduleRequest request, ActorRef<RemoteRequest.Reply> asker) implements Command, Wire {}

    /** Another node asks whether this one would take the request. */
    record OfferedCancel(CancelRequest request, ActorRef<RemoteRequest.Reply> asker) implements Command, Wire {}

    /** Another node asks whether this one would take the request; {@code hosts} are not looked at. */
    record OfferedOperation(Operation operation, ActorRef<RemoteRequest.Reply> asker) implements Command, Wire {}

    /** What this node can do. */
    public interface NodeOperations {
        /** Runs SetPrimary with this node as its target. */
        void setPrimary(SetPrimaryRequest request, ActorRef<Progress> replyTo);

        /** Schedules a SetPrimary with this node as its target. */
        void schedule(ScheduleRequest request, ActorRef<Progress> replyTo);

        /** Cancels the one that is scheduled. */
        void cancelScheduled(CancelRequest request, ActorRef<Progress> replyTo);

        /** Drains this node. */
        void drain(DrainRequest request, ActorRef<Progress> replyTo);

        /** Tells how the drain of this node goes on. */
        void followDrain(ActorRef<Progress> replyTo);

        /** Ends the drain of this node. */
        void undrain(UndrainRequest request, ActorRef<Progress> replyTo);

        /** Repairs the primary's store of this node. */
        void repair(RepairRequest request, ActorRef<Progress> replyTo);

        /** Carries the operation out on this node's processes. */
        void operate(Operation operation, ActorRef<OperationReply> replyTo);

        /** Makes this node run the revision that was installed last. */
        void apply(ApplyRequest request, ActorRef<OperationReply> replyTo);

        /** Tells how the cluster is, as this node sees it. */
        void look(ActorRef<MonCluster> replyTo);

        /** Ends this node's agent. */
        void endAgent();
    }

    private final ActorContext<Command> context;
    private final String self;
    private final List<String> hosts;
    private final Duration firstAnswerWithin;
    private final LongSupplier ticker;
    private final Duration standbyWait;
    private final Duration settle;
    private final Outbox outbox;
    private final NodeOperations hands;

    public static Behavior<Command> create(
            NodeDefinition definition, Outbox outbox, NodeOperations hands, LongSupplier ticker) {
        return Behaviors.setup(context -> new Operations(context, definition, outbox, hands, ticker).serving());
    }

    private Operations(
            ActorContext<Command> context,
            NodeDefinition definition,
            Outbox outbox,
            NodeOperations hands,
            LongSupplier ticker) {
        this.context = context;
        this.self = definition.self().name();
        this.hosts = definition.hosts().stream().map(HostDefinition::name).toList();
        this.firstAnswerWithin = definition.settings().answerWithin().plus(MARGIN);
        this.standbyWait = definition.settings().standbyWait();
        this.settle = definition.settings().health().settle();
        this.outbox = outbox;
        this.hands = hands;
        this.ticker = ticker;
    }

    private Behavior<Command> serving() {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case SetPrimary(var request, var replyTo) -> setPrimary(request, replyTo);
                case OrderPrimary(var request, var replyTo) -> orderPrimary(request, replyTo);
                case SchedulePrimary(var request, var replyTo) ->
                    progress(
                            request.target(),
                            replyTo,
                            () -> hands.schedule(request, replyTo),
                            asker -> new OfferedSchedule(request, asker));
                case CancelScheduled(var request, var replyTo) ->
                    progress(
                            request.target(),
                            replyTo,
                            () -> hands.cancelScheduled(request, replyTo),
                            asker -> new OfferedCancel(request, asker));
                case OfferedSchedule(var request, var asker) ->
                    take(
                            "SetPrimary %s at %s by %s".formatted(self, request.at(), request.by()),
                            asker,
                            progress -> hands.schedule(request, progress));
                case OfferedCancel(var request, var asker) ->
                    take(
                            "cancel of SetPrimary %s by %s".formatted(self, request.by()),
                            asker,
                            progress -> hands.cancelScheduled(request, progress));
                case Repair(var request, var replyTo) -> hands.repair(request, replyTo);
                case Operate(var operation, var replyTo)
                when operation.rolling() ->
                    roll(RollingOrder.of(operation), nodesOf(operation.hosts(), operation.everyNode()), replyTo);
                case Operate(var operation, var replyTo) ->
                    operate(operation, nodesOf(operation.hosts(), operation.everyNode()), replyTo);
                case OperateOn(var node, var operation, var replyTo) -> operate(operation, Set.of(node), replyTo);
                case Drain(var request, var replyTo) ->
                    progress(
                            request.node(),
                            replyTo,
                            () -> hands.drain(request, replyTo),
                            asker -> new OfferedDrain(request, asker));
                case FollowDrain(var node, var replyTo) ->
                    progress(node, replyTo, () -> hands.followDrain(replyTo), OfferedFollow::new);
                case OfferedFollow(var asker) ->
                    take("drain of %s followed".formatted(self), asker, hands::followDrain);
                case Undrain(var request, var replyTo) ->
                    progress(
                            request.node(),
                            replyTo,
                            () -> hands.undrain(request, replyTo),
                            asker -> new OfferedUndrain(request, asker));
                case OfferedDrain(var request, var asker) ->
                    take(
                            "drain of %s by %s".formatted(self, request.by()),
                            asker,
                            progress -> hands.drain(request, progress));
                case OfferedUndrain(var request, var asker) ->
                    take(
                            "undrain of %s by %s".formatted(self, request.by()),
                            asker,
                            progress -> hands.undrain(request, progress));
                case OfferedSetPrimary(var request, var asker) ->
                    take(
                            "SetPrimary %s by %s".formatted(self, request.by()),
                            asker,
                            progress -> hands.setPrimary(request, progress));
                case Apply(var request, var replyTo)
                when request.rolling() && !request.dryRun() ->
                    roll(RollingOrder.of(request), nodesOf(request.hosts(), request.everyNode()), replyTo);
                case Apply(var request, var replyTo) ->
                    apply(request, nodesOf(request.hosts(), request.everyNode()), replyTo);
                case ApplyOn(var node, var request, var replyTo) -> apply(request, Set.of(node), replyTo);
                case OfferedApply(var request, var asker) ->
                    context.spawnAnonymous(RemoteHandler.create(
                            self,
                            "apply by " + request.by(),
                            asker,
                            (replies, worker) -> hands.apply(request, outcomesTo(false, replies, worker)),
                            () -> {}));
                case OfferedOperation offered -> take(offered);
            }
            return Behaviors.same();
        });
    }

    /** Waits for standbys where there is something to wait for: as it is done at once, so is the look. */
    private void setPrimary(SetPrimaryRequest request, ActorRef<Progress> replyTo) {
        if (request.dryRun()) {
            orderPrimary(request, replyTo);
            return;
        }
        var target = request.target() == null ? self : request.target();
        var deps = new SetPrimaryWhenReady.Deps(standbyWait, hands::look, this::tellOrder, ticker);
        context.spawnAnonymous(SetPrimaryWhenReady.create(deps, target, request, replyTo));
    }

    /** Runs in the actor that waited. */
    private void tellOrder(SetPrimaryRequest order, ActorRef<Progress> to) {
        context.getSelf().tell(new OrderPrimary(order, to));
    }

    private void orderPrimary(SetPrimaryRequest request, ActorRef<Progress> replyTo) {
        progress(
                request.target(),
                replyTo,
                () -> hands.setPrimary(request, replyTo),
                asker -> new OfferedSetPrimary(request, asker));
    }

    /** What is answered by progress, done here or by another node. */
    private void progress(
            @Nullable String node,
            ActorRef<Progress> replyTo,
            Runnable here,
            Function<ActorRef<RemoteRequest.Reply>, Wire> offer) {
        if (node == null || node.equals(self)) {
            here.run();
        } else {
            var reports = context.spawnAnonymous(ProgressRelay.create(replyTo));
            ask(node, offer, reports, context);
        }
    }

    private void roll(RollingOrder order, Set<String> nodes, ActorRef<OperationReply> replyTo) {
        context.spawnAnonymous(RollingOperation.create(
                self, order, List.copyOf(nodes), settle, context.getSelf(), hands::look, replyTo));
    }

    private void apply(ApplyRequest request, Set<String> nodes, ActorRef<OperationReply> replyTo) {
        fanOut(nodes, asker -> new OfferedApply(request, asker), here -> hands.apply(request, here), replyTo, false);
    }

    private void operate(Operation operation, Set<String> nodes, ActorRef<OperationReply> replyTo) {
        fanOut(
                nodes,
                asker -> new OfferedOperation(operation, asker),
                here -> hands.operate(operation, here),
                replyTo,
                operation.agentToo() && nodes.contains(self));
    }

    private void fanOut(
            Set<String> nodes,
            Function<ActorRef<RemoteRequest.Reply>, Wire> offer,
            Consumer<ActorRef<OperationReply>> here,
            ActorRef<OperationReply> replyTo,
            boolean endsHere) {
        var begin = new FanOut.Begin() {
            @Override
            public void remote(String node, ActorRef<RemoteCaller.Report> to, ActorContext<?> parent) {
                ask(node, offer, to, parent);
            }

            @Override
            public void local(ActorRef<OperationReply> to) {
                here.accept(to);
            }
        };
        context.spawnAnonymous(FanOut.create(self, nodes, begin, replyTo, endsHere, hands::endAgent));
    }

    private Set<String> nodesOf(List<String> asked, boolean everyNode) {
        if (everyNode) {
            return new LinkedHashSet<>(hosts);
        }
        return asked.isEmpty() ? Set.of(self) : new LinkedHashSet<>(asked);
    }

    private void ask(
            String node,
            Function<ActorRef<RemoteRequest.Reply>, Wire> offer,
            ActorRef<RemoteCaller.Report> to,
            ActorContext<?> parent) {
        parent.spawnAnonymous(
                RemoteCaller.create(node, message -> outbox.tell(node, message), offer, firstAnswerWithin, to));
    }

    private void take(String what, ActorRef<RemoteRequest.Reply> asker, Consumer<ActorRef<Progress>> work) {
        context.spawnAnonymous(RemoteHandler.create(
                self, what, asker, (replies, worker) -> work.accept(progressTo(replies, worker)), () -> {}));
    }

    private ActorRef<Progress> progressTo(ActorRef<RemoteRequest.Reply> replyTo, ActorContext<?> parent) {
        return parent.spawnAnonymous(Behaviors.receiveMessage(progress -> {
            RemoteHandler.tellProgress(self, progress, replyTo);
            return progress.isFinal() ? Behaviors.stopped() : Behaviors.same();
        }));
    }

    private void take(OfferedOperation offered) {
        var operation = offered.operation();
        var what = "%s %s %s by %s".formatted(operation.action(), operation.scope(), operation.name(), operation.by());
        context.spawnAnonymous(RemoteHandler.create(
                self,
                what,
                offered.asker(),
                (replies, worker) -> hands.operate(operation, outcomesTo(operation.agentToo(), replies, worker)),
                operation.agentToo() ? hands::endAgent : () -> {}));
    }

    private ActorRef<OperationReply> outcomesTo(
            boolean agentToo, ActorRef<RemoteRequest.Reply> replyTo, ActorContext<?> parent) {
        return parent.spawnAnonymous(Behaviors.receiveMessage(reply -> {
            if (reply instanceof OperationReply.Finished && agentToo) {
                replyTo.tell(new RemoteRequest.Happened(new Outcome(self, "", Result.DONE, "the agent ends")));
            }
            replyTo.tell(RemoteHandler.ofOperation(reply));
            return reply instanceof OperationReply.Finished ? Behaviors.stopped() : Behaviors.same();
        }));
    }
}
