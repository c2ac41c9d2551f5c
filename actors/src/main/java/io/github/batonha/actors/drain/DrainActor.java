package io.github.batonha.actors.drain;

import io.github.batonha.actors.api.DrainRequest;
import io.github.batonha.actors.api.Mon;
import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.api.UndrainRequest;
import io.github.batonha.actors.supervisor.LocalProcesses;
import io.github.batonha.actors.view.ClusterView;
import io.github.batonha.actors.view.ViewQuestion;
import io.github.batonha.supervision.drain.Drain;
import io.github.batonha.supervision.drain.DrainEffect;
import io.github.batonha.supervision.drain.DrainEvent;
import io.github.batonha.supervision.drain.DrainFacts;
import io.github.batonha.supervision.drain.DrainOrder;
import io.github.batonha.supervision.drain.DrainState;
import io.github.batonha.supervision.drain.DrainStep;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what {@link Drain} decides for this node. A drain is the node's, not that of whoever asked: it goes on when they
 * go away, and over restarts of the ActorSystem, the agent and the host.
 */
public final class DrainActor extends AbstractBehavior<DrainActor.Command> {
    private static final Logger LOG = LoggerFactory.getLogger(DrainActor.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);
    /** Nothing runs, and nothing would by itself: what has ended, well or badly, must not run again because of a drain. */
    private static final Set<ProcessState> NOT_RUNNING = EnumSet.of(
            ProcessState.STOPPED, ProcessState.STANDBY, ProcessState.DONE, ProcessState.MISSING, ProcessState.ERROR);

    public sealed interface Command {}

    /** Drains this node; {@code node} of the request is not looked at. Answered by progress, the last line final. */
    public record DrainNode(DrainRequest request, ActorRef<Progress> replyTo) implements Command {}

    /** Hears how a drain that goes on ends, and orders nothing. Answered by progress, the last line final. */
    public record FollowNode(ActorRef<Progress> replyTo) implements Command {}

    /** Ends the drain of this node; {@code node} of the request is not looked at. Answered by progress, the last line final. */
    public record UndrainNode(UndrainRequest request, ActorRef<Progress> replyTo) implements Command {}

    private enum Due implements Command {
        COUNT,
        WAKE
    }

    /** The node as it was when something happened to the drain. */
    private record Seen(DrainEvent event, Mon mon, Listener asker) implements Command {}

    private record NotSeen(DrainEvent event, Listener asker) implements Command {}

    private record SeenToCount(Mon mon) implements Command {}

    private record SeenOthers(MonCluster cluster, Listener asker) implements Command {}

    private record Stored(@Nullable Throwable failure) implements Command {}

    private record StopTold(OperationReply reply) implements Command {}

    /** Does not listen any more. */
    private record Gone(Listener follower) implements Command {}

    /** Nobody needs to be told. */
    private record Ignored() implements Command {}

    private final DrainDeps deps;
    private final TimerScheduler<Command> timers;
    private final Storing storing;
    private final Listener nobody;
    private final List<Listener> drainers = new ArrayList<>();
    private final Set<String> notStopped = new HashSet<>();
    private boolean isActive;

    /** Takes up what an earlier one has left. */
    public static Behavior<Command> create(DrainDeps deps) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new DrainActor(context, timers, deps)));
    }

    private DrainActor(ActorContext<Command> context, TimerScheduler<Command> timers, DrainDeps deps) {
        super(context);
        this.deps = deps;
        this.timers = timers;
        this.storing = new Storing(deps);
        this.nobody = Listener.of(context.getSystem().ignoreRef(), deps.clocks().steady());
        resume();
    }

    private void resume() {
        var facts = new DrainFacts(deps.node(), now(), today(), false, Set.of(), settle());
        tellView();
        apply(Drain.step(deps.hold().state(), new DrainEvent.Resumed(true), facts), nobody);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onMessage(Command.class, this::onCommand).build();
    }

    private Behavior<Command> onCommand(Command command) {
        switch (command) {
            case DrainNode(var request, var replyTo) ->
                drain(request, Listener.of(replyTo, deps.clocks().steady()));
            case FollowNode(var replyTo) ->
                follow(Listener.of(replyTo, deps.clocks().steady()));
            case UndrainNode(var request, var replyTo) ->
                look(
                        new DrainEvent.UndrainOrdered(request.by()),
                        Listener.of(replyTo, deps.clocks().steady()));
            case Due.COUNT -> count();
            case Due.WAKE -> look(new DrainEvent.Woken(), nobody);
            case Seen seen -> seen(seen);
            case NotSeen notSeen -> notSeen(notSeen);
            case SeenToCount(var mon) -> count(mon);
            case SeenOthers(var cluster, var asker) -> warnOfNoOther(cluster, asker);
            case Stored(var failure) -> stored(failure);
            case StopTold(var reply) -> stopTold(reply);
            case Gone(var follower) -> drainers.remove(follower);
            case Ignored() -> {}
        }
        return this;
    }

    private void drain(DrainRequest request, Listener asker) {
        var order = new DrainOrder(
                request.by(),
                Duration.ofSeconds(request.deadlineSeconds()),
                request.stop(),
                request.force(),
                request.close());
        look(new DrainEvent.DrainOrdered(order), asker);
    }

    private void follow(Listener follower) {
        switch (deps.hold().state()) {
            case DrainState.Serving() ->
                follower.end(
                        false,
                        "%s is not drained".formatted(deps.node()),
                        "baton drain %s drains it".formatted(deps.node()));
            case DrainState.Drained _ -> follower.end(true, "%s is drained".formatted(deps.node()), "");
            case DrainState.Draining _, DrainState.Leaving _, DrainState.Stopping _ -> {
                drainers.add(follower);
                getContext().watchWith(follower.to(), new Gone(follower));
            }
        }
    }

    /** Asked once the drain is under way, so that the answer never comes before it. */
    private void lookForOthers(Listener asker) {
        ViewQuestion.tell(
                getContext(),
                deps.view(),
                ClusterView.GetMonCluster::new,
                MonCluster.class,
                ANSWER_WITHIN,
                cluster -> cluster.<Command>map(seen -> new SeenOthers(seen, asker))
                        .orElseGet(Ignored::new));
    }

    private void mon(Function<Optional<Mon>, Command> command) {
        ViewQuestion.tell(getContext(), deps.view(), ClusterView.GetMon::new, Mon.class, ANSWER_WITHIN, command);
    }

    private void look(DrainEvent event, Listener asker) {
        mon(mon -> mon.<Command>map(seen -> new Seen(event, seen, asker)).orElseGet(() -> new NotSeen(event, asker)));
    }

    private void count() {
        mon(mon -> mon.<Command>map(SeenToCount::new).orElseGet(() -> new NotSeen(new DrainEvent.Counted(-1), nobody)));
    }

    private void count(Mon mon) {
        var connections = new UserConnections(deps.definition(), deps.runs());
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(
                                () -> new Seen(connections.count(), mon, nobody), deps.blocking()),
                        (seen, failure) -> seen == null ? new NotSeen(new DrainEvent.Counted(-1), nobody) : seen);
    }

    private void seen(Seen seen) {
        var running = seen.mon().processes().stream()
                .filter(process -> !NOT_RUNNING.contains(process.status()))
                .map(ProcessStatus::name)
                .collect(Collectors.toCollection(HashSet::new));
        deps.runs().live().forEach(run -> running.add(run.process()));
        isActive = seen.mon().role() == Role.PRIMARY;
        var facts = new DrainFacts(deps.node(), now(), today(), isActive, running, settle());
        var step = Drain.step(deps.hold().state(), seen.event(), facts);
        var isWaiting = seen.event() instanceof DrainEvent.DrainOrdered
                && step.effects().stream().noneMatch(DrainEffect.Answer.class::isInstance);
        if (isWaiting) {
            drainers.add(seen.asker());
            lookForOthers(seen.asker());
        }
        apply(step, seen.asker());
    }

    private void notSeen(NotSeen notSeen) {
        LOG.warn("The view did not answer within {}, so nothing was done about {}", ANSWER_WITHIN, notSeen.event());
        switch (notSeen.event()) {
            case DrainEvent.Woken() -> timers.startSingleTimer(Due.WAKE, LOOK_EVERY);
            case DrainEvent.Counted _ -> timers.startSingleTimer(Due.COUNT, LOOK_EVERY);
            case DrainEvent.StopFinished _ -> look(notSeen.event(), notSeen.asker());
            case DrainEvent.DrainOrdered _ ->
                notSeen.asker().end(false, "the agent did not answer itself", "try again");
            case DrainEvent.UndrainOrdered _ ->
                notSeen.asker().end(false, "the agent did not answer itself", "try again");
            // Needs no look.
            case DrainEvent.Resumed _ -> {}
        }
    }

    private void apply(DrainStep step, Listener asker) {
        var before = deps.hold().state();
        deps.hold().state(step.state());
        if (!before.getClass().equals(step.state().getClass())) {
            LOG.info("Drain went from={} to={}", before.getClass().getSimpleName(), step.state());
            tellView();
        }
        step.effects().forEach(effect -> carryOut(effect, asker));
        if (step.state() instanceof DrainState.Draining) {
            timers.startSingleTimer(Due.COUNT, LOOK_EVERY);
        } else {
            timers.cancel(Due.COUNT);
        }
    }

    private void carryOut(DrainEffect effect, Listener asker) {
        switch (effect) {
            case DrainEffect.Store() -> storing.due().ifPresent(this::await);
            case DrainEffect.Stop() -> storing.then(this::stop);
            case DrainEffect.Start(var names) -> start(names, asker);
            case DrainEffect.Wake(var at) -> timers.startSingleTimer(Due.WAKE, delay(at));
            case DrainEffect.Say(var phase, var text) -> say(Progress.Phase.valueOf(phase.name()), text, asker);
            case DrainEffect.Answer(var isDone, var text, var remedy) -> asker.end(isDone, text, remedy);
            case DrainEffect.End(var isDone, var text, var remedy) -> {
                drainers.forEach(drainer -> drainer.end(isDone, text, remedy));
                drainers.clear();
            }
        }
    }

    private Duration delay(Instant at) {
        var delay = Duration.between(now(), at);
        return delay.isNegative() ? Duration.ZERO : delay;
    }

    private void say(Progress.Phase phase, String text, Listener asker) {
        drainers.forEach(drainer -> drainer.say(phase, text));
        if (!drainers.contains(asker)) {
            asker.say(phase, text);
        }
    }

    private void tellView() {
        var state = deps.hold().state();
        deps.view()
                .tell(new ClusterView.DrainSaid(
                        state instanceof DrainState.Ordered drain ? Starting.word(drain) : null));
    }

    /** An agent that is the last one gives its users nowhere to go: that is worth saying, and nobody's business to forbid. */
    private void warnOfNoOther(MonCluster cluster, Listener asker) {
        var isOther = cluster.nodes().stream()
                .filter(node -> !node.name().equals(deps.node()))
                .anyMatch(node -> node.state() == MonCluster.NodeView.State.UP && node.drain() == null);
        if (!isOther && drainers.contains(asker)) {
            asker.say(Progress.Phase.WARNING, "no other node is up that takes users: they have nowhere to go");
        }
    }

    private void await(CompletionStage<Void> write) {
        getContext().pipeToSelf(write, (done, failure) -> new Stored(failure));
    }

    private void stored(@Nullable Throwable failure) {
        if (failure != null) {
            LOG.warn("Could not store the drain: a restart of the agent forgets it", failure);
            say(
                    Progress.Phase.WARNING,
                    "the drain could not be stored, so a restart of the agent forgets it: " + failure,
                    nobody);
        }
        storing.done().ifPresent(this::await);
    }

    private void stop() {
        notStopped.clear();
        var by = deps.hold().state() instanceof DrainState.Ordered drain
                ? drain.order().by()
                : "drain";
        var operation = new Operation(
                Operation.Action.STOP, Operation.Scope.SERVER, "", List.of(), false, false, -1, false, by);
        deps.processes()
                .tell(new LocalProcesses.Operate(
                        operation, getContext().messageAdapter(OperationReply.class, StopTold::new)));
    }

    private void stopTold(OperationReply reply) {
        switch (reply) {
            case OperationReply.Happened(Outcome outcome) -> {
                if (!outcome.isOk() || isStopping(outcome.process())) {
                    say(Progress.Phase.STOP, "%s: %s".formatted(outcome.process(), outcome.text()), nobody);
                }
                if (!outcome.isOk()) {
                    notStopped.add(outcome.process());
                }
            }
            case OperationReply.Finished _ -> look(new DrainEvent.StopFinished(notStopped), nobody);
        }
    }

    private boolean isStopping(String process) {
        return deps.hold().state() instanceof DrainState.Stopping(var _, var _, var running)
                && running.contains(process);
    }

    private void start(Set<String> names, Listener asker) {
        var starting = deps.definition().processes().stream()
                .filter(spec -> names.contains(spec.name()) && (isActive || !spec.primaryOnly()))
                .map(spec -> spec.name())
                .collect(Collectors.toSet());
        getContext().spawnAnonymous(Starter.create(deps.node(), starting, "undrain", deps.processes(), asker));
    }

    private Instant now() {
        return deps.clocks().steady().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private Instant today() {
        return deps.clocks().wall().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private Duration settle() {
        return deps.definition().settings().health().settle();
    }
}
