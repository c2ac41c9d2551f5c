package baton.actors.primary;

import baton.actors.api.Progress;
import baton.actors.api.SetPrimaryRequest;
import baton.actors.wire.Wire;
import baton.supervision.primary.Event;
import baton.supervision.primary.Message;
import baton.supervision.primary.Report;
import baton.supervision.primary.SetPrimaryOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
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

    private record Ticked() implements Command {}

    /** The primaryOnly processes, or their actor, came to something. */
    record Progressed(ProcessesOfEpoch.News news) implements Command {}

    private final ActorContext<Command> context;
    private final PrimaryDeps deps;
    private final Chronicle chronicle;
    private final Shell shell;

    /** Only for hosts that are not configured here: all others are reached at their configured address. */
    private final Map<String, ActorRef<Command>> senders = new HashMap<>();

    private final Map<Long, ActorRef<Progress>> askers = new HashMap<>();
    private final List<ActorRef<Stopped>> stoppers = new ArrayList<>();
    private long orders;

    private PrimaryActor(ActorContext<Command> context, PrimaryDeps deps) {
        this.context = context;
        this.deps = deps;
        this.chronicle = Chronicle.of(deps);
        this.shell = new Shell(deps, new ProcessesOfEpoch(context, deps), chronicle, new Replies());
    }

    public static Behavior<Command> create(PrimaryDeps deps) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay("tick", new Ticked(), TICK);
            var actor = new PrimaryActor(context, deps);
            actor.shell.start();
            return actor.running();
        }));
    }

    private Behavior<Command> running() {
        return Behaviors.receive(Command.class)
                .onMessage(SetPrimary.class, this::onSetPrimary)
                .onMessage(FromPeer.class, this::onPeer)
                .onMessage(Stop.class, this::onStop)
                .onMessage(Progressed.class, this::onProgress)
                .onMessage(Ticked.class, _ -> feed(new Event.Tick()))
                .build();
    }

    private Behavior<Command> onSetPrimary(SetPrimary command) {
        var request = command.request();
        var self = deps.hold().settings().self();
        if (request.target() != null && !request.target().equals(self)) {
            var text = "%s was asked to make %s primary, which only that node can".formatted(self, request.target());
            command.replyTo().tell(new Progress("ask", text, 0, Progress.REFUSED, "Ask that node.", List.of()));
            return Behaviors.same();
        }
        var id = ++orders;
        askers.put(id, command.replyTo());
        chronicle.ordered(id, request);
        log.info("Ordered to be primary by={} confirmDown={}", request.by(), request.confirmDown());
        return feed(new Event.SetPrimary(
                new SetPrimaryOrder(id, request.by(), request.reason(), Set.copyOf(request.confirmDown()))));
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

    /** What the shell has to say to others. */
    private final class Replies implements Shell.Outlet {

        @Override
        public void send(String host, Message message) {
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
            var line = new Progress(
                    report.phase().name().toLowerCase(Locale.ROOT),
                    report.text(),
                    report.elapsed().toMillis(),
                    report.outcome().name().toLowerCase(Locale.ROOT),
                    report.remedy(),
                    List.copyOf(report.silent()));
            if (line.isFinal()) {
                log.info("SetPrimary order={} ended outcome={}: {}", order, line.outcome(), line.text());
            }
            var asker = line.isFinal() ? askers.remove(order) : askers.get(order);
            if (asker != null) {
                asker.tell(line);
            }
        }

        @Override
        public void stopped() {
            stoppers.forEach(stopper -> stopper.tell(new Stopped()));
            stoppers.clear();
        }
    }
}
