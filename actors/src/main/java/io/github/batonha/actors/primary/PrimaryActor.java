package io.github.batonha.actors.primary;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.RepairRequest;
import io.github.batonha.actors.api.SetPrimaryRequest;
import io.github.batonha.actors.database.DatabasePassword;
import io.github.batonha.actors.database.DatabaseVoter;
import io.github.batonha.actors.wire.Wire;
import io.github.batonha.supervision.primary.model.FenceResult;
import io.github.batonha.supervision.primary.model.Message;
import io.github.batonha.supervision.primary.model.Report;
import io.github.batonha.supervision.primary.model.TargetFacts;
import io.github.batonha.supervision.primary.model.Terms;
import io.github.batonha.supervision.primary.protocol.Effect;
import io.github.batonha.supervision.primary.protocol.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /user/primary}: runs the primary protocol of this node. To be spawned on the dispatcher {@code baton.blocking-io}, since it
 * waits for its own fsync. When it stops without {@link Stop}, primaryOnly processes go on, and the next one continues them.
 */
public final class PrimaryActor {

    private static final Logger log = LoggerFactory.getLogger(PrimaryActor.class);
    private static final Duration TICK = Duration.ofMillis(200);

    public sealed interface Command {}

    /**
     * Makes this node, which is the request's target, the primary. Answered by any number of lines and a final one; the asker
     * may live on another node.
     */
    public record SetPrimary(SetPrimaryRequest request, ActorRef<Progress> replyTo) implements Command, Wire {}

    /** Between the primary actors of two nodes. {@code message} is the protocol's, as JSON of our own mapping. */
    public record FromPeer(String host, String message, ActorRef<Command> sender) implements Command, Wire {}

    /**
     * Orderly end of the agent: stops the primaryOnly processes, clears the active mark, says farewell to the others. Is no release
     * to anyone: the next primary is chosen by an operator.
     */
    public record Stop(ActorRef<Stopped> replyTo) implements Command {}

    public record Stopped() {}

    /** Writes the damaged store of this node anew. Answered as {@link SetPrimary} is. */
    public record Repair(RepairRequest request, ActorRef<Progress> replyTo) implements Command {}

    private record Ticked() implements Command {}

    /** A fence command has ended. */
    private record Fenced(Event.FenceEnded event) implements Command {}

    /** What became of the order that this node gave itself. */
    private record SingleNodeSaid(Progress line) implements Command {}

    /** The voter of guard DATABASE answered, or could not. */
    private record DatabaseSaid(DatabaseVoter.Said said) implements Command {}

    /** The primaryOnly processes, or their actor, came to something. */
    record Progressed(PrimaryProcesses.News news) implements Command {}

    private final ActorContext<Command> context;
    private final PrimaryDeps deps;
    private final HistoryRecorder history;
    private final EffectRunner shell;

    /** Only for hosts that are not configured here: all others are reached at their configured address. */
    private final Map<String, ActorRef<Command>> senders = new HashMap<>();

    private final Map<Long, ActorRef<Progress>> askers = new HashMap<>();
    private final List<ActorRef<Stopped>> stoppers = new ArrayList<>();
    private final @Nullable DatabaseVoter database;
    private String databaseTrouble = "";
    private final SingleNodeOrder singleNode;
    private final ActorRef<Progress> toSingleNode;
    private long orders;

    private PrimaryActor(ActorContext<Command> context, PrimaryDeps deps) {
        this.context = context;
        this.deps = deps;
        this.history = HistoryRecorder.of(deps);
        this.shell = new EffectRunner(deps, new PrimaryProcesses(context, deps), history, new Replies());
        this.database = database();
        this.singleNode = SingleNodeOrder.of(deps.processes().definition());
        this.toSingleNode = context.messageAdapter(Progress.class, SingleNodeSaid::new);
    }

    public static Behavior<Command> create(PrimaryDeps deps) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay("tick", new Ticked(), TICK);
            var actor = new PrimaryActor(context, deps);
            actor.shell.start();
            return actor.running();
        }));
    }

    /** Also under another guard where one is set: until a SetPrimary has changed the guard, the former one is in force. */
    private @Nullable DatabaseVoter database() {
        var definition = deps.processes().definition();
        var settings = definition.settings().database();
        if (!settings.isSet()) {
            return null;
        }
        var self = context.getSelf();
        return new DatabaseVoter(
                settings,
                DatabasePassword.of(
                        settings,
                        deps.processes().home().path(),
                        () -> deps.processes().definition().environment()),
                definition.system(),
                deps.hold().settings(),
                deps::now,
                said -> self.tell(new DatabaseSaid(said)));
    }

    private Behavior<Command> running() {
        return Behaviors.receive(Command.class)
                .onMessage(Command.class, this::received)
                .onSignal(PostStop.class, _ -> stopped())
                .build();
    }

    private Behavior<Command> received(Command message) {
        return switch (message) {
            case SetPrimary order -> onSetPrimary(order);
            case FromPeer peer -> onPeer(peer);
            case Stop stop -> onStop(stop);
            case Repair repair -> onRepair(repair);
            case Fenced fenced -> onFenced(fenced);
            case DatabaseSaid(var said) -> onDatabase(said);
            case Progressed progressed -> onProgress(progressed);
            case SingleNodeSaid said -> onSingleNode(said);
            case Ticked() -> onTick();
        };
    }

    private Behavior<Command> stopped() {
        if (database != null) {
            database.close();
        }
        return Behaviors.same();
    }

    private Behavior<Command> onDatabase(DatabaseVoter.Said said) {
        databaseTrouble = said.trouble();
        said.replies().forEach(reply -> shell.feed(new Event.Received(Terms.DATABASE, reply)));
        return Behaviors.same();
    }

    private Behavior<Command> onSetPrimary(SetPrimary command) {
        var request = command.request();
        var self = deps.hold().settings().self();
        if (request.target() != null && !request.target().equals(self)) {
            var text = "%s was asked to make %s primary, which only that node can".formatted(self, request.target());
            command.replyTo()
                    .tell(new Progress(
                            Progress.Phase.ASK, text, 0, Progress.Outcome.REFUSED, "Ask that node.", List.of()));
            return Behaviors.same();
        }
        warnOfPlacement(command.replyTo());
        var id = ++orders;
        askers.put(id, command.replyTo());
        if (!request.dryRun()) {
            history.ordered(id, request);
        }
        return order(id, request);
    }

    /** No reason against it: who gives the order may have no other host left, and {@code <hosts>} was somebody's decision. */
    private void warnOfPlacement(ActorRef<Progress> replyTo) {
        var text = TargetChecks.notPlaced(deps.processes().definition());
        if (!text.isEmpty()) {
            replyTo.tell(new Progress(Progress.Phase.WARNING, text, 0, Progress.Outcome.RUNNING, "", List.of()));
        }
    }

    private Behavior<Command> order(long id, SetPrimaryRequest request) {
        log.info(
                "Ordered to be primary order={} by={} dryRun={} confirmDown={} fence={} override={} reason={}",
                id,
                request.by(),
                request.dryRun(),
                request.confirmDown(),
                request.fence(),
                request.override(),
                request.reason());
        return feed(new Event.SetPrimary(Orders.of(id, request, facts(request.fence()))));
    }

    private TargetFacts facts(List<String> fence) {
        return new TargetChecks(deps.processes()).facts(fence, deps.draining().getAsBoolean());
    }

    private Behavior<Command> onTick() {
        shell.feed(new Event.Tick());
        var due = singleNode.look(
                shell.state(), () -> facts(List.of()), deps.hold().ticker().getAsLong());
        var placement = shell.state().isActive()
                ? TargetChecks.notPlaced(deps.processes().definition())
                : "";
        shell.remark(Stream.of(singleNode.remark(), databaseTrouble, placement)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; ")));
        due.ifPresent(this::orderSingleNode);
        return Behaviors.same();
    }

    /** One that is refused again and again stands in the history once. */
    private void orderSingleNode(SetPrimaryRequest request) {
        var id = ++orders;
        askers.put(id, toSingleNode);
        if (singleNode.isFirst()) {
            history.ordered(id, request);
        }
        order(id, request);
    }

    private Behavior<Command> onSingleNode(SingleNodeSaid said) {
        singleNode.told(said.line(), deps.hold().ticker().getAsLong());
        return Behaviors.same();
    }

    private Behavior<Command> onRepair(Repair command) {
        var id = ++orders;
        var request = command.request();
        askers.put(id, command.replyTo());
        log.info(
                "Ordered to repair the store order={} by={} dryRun={} confirmDown={}",
                id,
                request.by(),
                request.dryRun(),
                request.confirmDown());
        return feed(new Event.RepairStore(Orders.of(id, request)));
    }

    private Behavior<Command> onFenced(Fenced fenced) {
        log.warn(
                "Fence command ended target={} result={}",
                fenced.event().host(),
                fenced.event().result());
        return feed(fenced.event());
    }

    private Behavior<Command> onPeer(FromPeer command) {
        if (command.host().equals(deps.hold().settings().self())) {
            log.warn("Dropped a message that claims to come from this node itself: is its name used by two agents?");
            return Behaviors.same();
        }
        if (!deps.hold().settings().hosts().contains(command.host())) {
            senders.put(command.host(), command.sender());
        }
        try {
            return feed(new Event.Received(command.host(), MessageJson.read(command.message())));
        } catch (JsonProcessingException e) {
            log.warn(
                    "Dropped a message of host={} that this version can't read: {}",
                    command.host(),
                    e.getOriginalMessage());
            return Behaviors.same();
        }
    }

    private Behavior<Command> onStop(Stop command) {
        stoppers.add(command.replyTo());
        return feed(new Event.Stop());
    }

    private Behavior<Command> onProgress(Progressed progressed) {
        shell.onNews(progressed.news());
        return Behaviors.same();
    }

    private Behavior<Command> feed(Event event) {
        shell.feed(event);
        return Behaviors.same();
    }

    /** Nothing votes where no database is set; to the protocol it is silent then. */
    private void toDatabase(Message message) {
        if (database != null) {
            database.ask(shell.state().record(), message);
        }
    }

    /** What the shell has to say to others. */
    private final class Replies implements EffectRunner.Outlet {

        @Override
        public void send(String host, Message message) {
            if (host.equals(Terms.DATABASE)) {
                toDatabase(message);
                return;
            }
            var self = deps.hold().settings().self();
            var wire = new FromPeer(self, MessageJson.write(message), context.getSelf());
            var sender = senders.get(host);
            if (sender == null) {
                deps.outbox().tell(host, wire);
            } else {
                sender.tell(wire);
            }
        }

        @Override
        public void tell(long order, Report report) {
            var line = Orders.progress(report);
            if (line.isFinal()) {
                log.info("Order={} ended outcome={}: {}", order, line.outcome(), line.text());
            }
            var asker = line.isFinal() ? askers.remove(order) : askers.get(order);
            if (asker != null) {
                asker.tell(line);
            }
        }

        @Override
        public void fence(Effect.Fence fence) {
            var host = fence.host();
            var run = Orders.fence(fence, deps.processes());
            log.warn("Runs the fence command target={} epoch={} by={}", host, fence.epoch(), fence.by());
            context.pipeToSelf(
                    CompletableFuture.supplyAsync(run::run, deps.processes().blocking()),
                    (result, failure) -> new Fenced(new Event.FenceEnded(
                            host,
                            fence.epoch(),
                            failure == null ? result : new FenceResult.Failed(String.valueOf(failure), ""))));
        }

        @Override
        public void stopped() {
            stoppers.forEach(stopper -> stopper.tell(new Stopped()));
            stoppers.clear();
        }
    }
}
