package io.github.batonha.actors.view;

import io.github.batonha.actors.api.Mon;
import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.PrimaryStatus;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.api.Scheduled;
import io.github.batonha.actors.events.EventSink;
import io.github.batonha.actors.wire.Outbox;
import io.github.batonha.actors.wire.Pulse;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.conf.upgrade.ThisVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
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
 * Tells every configured host what this node says of itself, each heartbeat and at once upon a change, and keeps the last
 * word of every node with the time that it was heard. All screens are rendered from here, and what health checks are answered from.
 */
public final class ClusterView extends AbstractBehavior<ViewInput> {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterView.class);
    /** Changes of processes that come together, as at a start of all, leave together. */
    private static final Duration COALESCE = Duration.ofMillis(100);

    private static final Duration SHORT = Duration.ofSeconds(1);

    private static final String FLUSH = "flush";

    public sealed interface Command extends ViewInput
            permits PrimarySaid, ProcessSaid, DrainSaid, ScheduleSaid, Reconfigured, Stopping, Farewell, Query, Timed {}

    /** What this node's primary protocol says of itself. */
    public record PrimarySaid(PrimaryStatus status) implements Command {}

    /** What one of this node's processes says of itself; expected of each about every five seconds, and upon each change. */
    public record ProcessSaid(ProcessStatus status) implements Command {}

    /**
     * How far this node is drained.
     *
     * @param drain DRAINING or DRAINED, null where users are welcome
     */
    public record DrainSaid(MonCluster.NodeView.@Nullable Drain drain) implements Command {}

    /** What this node is to become later; null where it is not to become anything. */
    public record ScheduleSaid(@Nullable Scheduled scheduled) implements Command {}

    /** The node runs from another definition now. */
    public record Reconfigured(NodeDefinition definition) implements Command {}

    /** The agent is about to end: users are to be routed elsewhere from now on. */
    public record Stopping() implements Command {}

    /** Tells the others that this node takes leave; no report follows. */
    public record Farewell(ActorRef<FarewellSent> replyTo) implements Command {}

    public record FarewellSent() {}

    /** Questions; each is answered at once from what is known. */
    public sealed interface Query extends Command {}

    public record GetMon(ActorRef<Mon> replyTo) implements Query {}

    public record GetMonCluster(ActorRef<MonCluster> replyTo) implements Query {}

    public record GetConsole(ActorRef<ConsoleView> replyTo) implements Query {}

    /** From the manifest of the jar. */
    private enum Timed implements Command {
        HEARTBEAT,
        FLUSH
    }

    private NodeDefinition definition;
    private final Instant startedAt;
    private final Outbox outbox;
    private final Consumer<NodeHealth> health;
    private final Supplier<String> warning;
    private final Changes changes;
    private final LongSupplier monotonicNanos;
    private final TimerScheduler<ViewInput> timers;
    private final Duration heartbeatEvery;
    private OwnProcesses processes;
    private PrimaryStatus primary = new PrimaryStatus(Role.UNKNOWN, null, 0, "the agent starts");
    private final ReportParts parts = new ReportParts();
    private LastHeard lastHeard = LastHeard.NONE;
    private MonCluster.NodeView.@Nullable Drain drain;
    private @Nullable Scheduled scheduled;
    private boolean isPrimaryHeard;
    private boolean isStopping;
    private boolean hasTakenLeave;
    private boolean hasWarnedOfNamesake;

    /**
     * Tells {@code health} each heartbeat and at once upon a change what balancers are to know, and {@code events} what changes with
     * other nodes and the drain. {@code warning}: what operators of all nodes are to see of this one, empty if nothing; any thread may ask.
     */
    public static Behavior<ViewInput> create(
            NodeDefinition definition,
            Instant startedAt,
            Outbox outbox,
            Consumer<NodeHealth> health,
            Supplier<String> warning,
            EventSink events,
            LongSupplier monotonicNanos) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new ClusterView(
                context, timers, definition, startedAt, outbox, health, warning, events, monotonicNanos)));
    }

    private ClusterView(
            ActorContext<ViewInput> context,
            TimerScheduler<ViewInput> timers,
            NodeDefinition definition,
            Instant startedAt,
            Outbox outbox,
            Consumer<NodeHealth> health,
            Supplier<String> warning,
            EventSink events,
            LongSupplier monotonicNanos) {
        super(context);
        this.timers = timers;
        this.definition = definition;
        this.startedAt = startedAt;
        this.outbox = outbox;
        this.health = health;
        this.warning = warning;
        this.changes = new Changes(events);
        this.monotonicNanos = monotonicNanos;
        this.processes = new OwnProcesses(definition.processes(), monotonicNanos.getAsLong());
        this.heartbeatEvery = definition.settings().heartbeatEvery();
        if (isOnPulse()) {
            beatLater();
        } else {
            timers.startTimerAtFixedRate(Timed.HEARTBEAT, Timed.HEARTBEAT, heartbeatEvery);
        }
        flushSoon();
    }

    @Override
    public Receive<ViewInput> createReceive() {
        return newReceiveBuilder()
                .onMessage(NodeReport.class, this::onReport)
                .onMessage(Command.class, this::onCommand)
                .build();
    }

    private Behavior<ViewInput> onReport(NodeReport report) {
        heard(report);
        return this;
    }

    private Behavior<ViewInput> onCommand(Command command) {
        switch (command) {
            case PrimarySaid said -> primarySaid(said.status());
            case ProcessSaid said -> processSaid(said.status());
            case DrainSaid said -> drainSaid(said.drain());
            case ScheduleSaid said -> scheduleSaid(said.scheduled());
            case Reconfigured(var next) -> reconfigured(next);
            case Stopping() -> stopping();
            case Farewell farewell -> takeLeave(farewell);
            case Query query -> answer(query);
            case Timed timed -> {
                if (timed == Timed.HEARTBEAT && isOnPulse()) {
                    beatLater();
                }
                tellOthers();
            }
        }
        return this;
    }

    private void heard(NodeReport report) {
        if (!report.node().equals(definition.self().name())) {
            parts.heard(report).ifPresent(whole -> {
                lastHeard = lastHeard.heard(whole, monotonicNanos.getAsLong());
                lookAtOthers();
            });
        } else if (!hasWarnedOfNamesake) {
            hasWarnedOfNamesake = true;
            LOG.warn(
                    "Ignored the reports of another agent that calls itself {} too, started {}: start it by its own --name",
                    report.node(),
                    report.startedAt());
        }
    }

    private void drainSaid(MonCluster.NodeView.@Nullable Drain said) {
        drain = said;
        changes.drained(said);
        tellOthers();
    }

    private void scheduleSaid(@Nullable Scheduled said) {
        if (!Objects.equals(said, scheduled)) {
            scheduled = said;
            tellOthers();
        }
    }

    private void reconfigured(NodeDefinition next) {
        definition = next;
        processes = processes.reconfigured(next.processes(), monotonicNanos.getAsLong());
        tellOthers();
    }

    private void stopping() {
        isStopping = true;
        tellOthers();
    }

    private void primarySaid(PrimaryStatus status) {
        var isFirst = !isPrimaryHeard;
        isPrimaryHeard = true;
        var isNews = !status.withoutLease().equals(primary.withoutLease());
        primary = status;
        if (isFirst || isNews) {
            // At once: the node that takes over must not be seen before the one that released is seen to have.
            tellOthers();
        }
    }

    private void processSaid(ProcessStatus status) {
        if (processes.said(status, monotonicNanos.getAsLong())) {
            flushSoon();
        }
    }

    private void flushSoon() {
        if (!timers.isTimerActive(FLUSH)) {
            timers.startSingleTimer(FLUSH, Timed.FLUSH, COALESCE);
        }
    }

    /** A timer that is started anew each time comes up to a tenth of a second late, which is much of a short time. */
    private boolean isOnPulse() {
        return heartbeatEvery.compareTo(SHORT) >= 0;
    }

    private void beatLater() {
        timers.startSingleTimer(
                Timed.HEARTBEAT, Timed.HEARTBEAT, Pulse.next(monotonicNanos.getAsLong(), heartbeatEvery));
    }

    private void tellOthers() {
        lookAtOthers();
        var own = ownReport(false);
        var isComplete = isPrimaryHeard && processes.isComplete();
        health.accept(NodeHealth.of(definition, own, isComplete, othersHeard(), isStopping));
        if (!hasTakenLeave) {
            tellOthers(own);
        }
    }

    private void tellOthers(NodeReport report) {
        var parts = ReportParts.of(report);
        others().forEach(host -> parts.forEach(part -> outbox.tell(host, part)));
    }

    private void takeLeave(Farewell farewell) {
        hasTakenLeave = true;
        tellOthers(ownReport(true));
        farewell.replyTo().tell(new FarewellSent());
    }

    private void answer(Query query) {
        switch (query) {
            case GetMon(var replyTo) -> replyTo.tell(Screens.mon(definition, ownReport(false)));
            case GetMonCluster(var replyTo) -> {
                var now = monotonicNanos.getAsLong();
                replyTo.tell(Screens.monCluster(definition, lastHeard.heard(ownReport(false), now), now));
            }
            case GetConsole(var replyTo) -> {
                var now = monotonicNanos.getAsLong();
                replyTo.tell(Screens.console(definition, lastHeard.heard(ownReport(false), now), now));
            }
        }
    }

    private NodeReport ownReport(boolean farewell) {
        var now = monotonicNanos.getAsLong();
        return new NodeReport(
                definition.self().name(),
                startedAt,
                now,
                farewell,
                definition.hash(),
                primary,
                processes.report(now),
                drain,
                0,
                1,
                warning.get(),
                ThisVersion.TEXT,
                scheduled);
    }

    private void lookAtOthers() {
        var now = monotonicNanos.getAsLong();
        var downAfter = definition.settings().downAfter();
        for (var host : others()) {
            changes.seen(
                    host,
                    lastHeard
                            .of(host)
                            .filter(sighting -> !sighting.isDown(now, downAfter))
                            .isPresent());
        }
    }

    private int othersHeard() {
        var now = monotonicNanos.getAsLong();
        var downAfter = definition.settings().downAfter();
        return (int) others().stream()
                .flatMap(host -> lastHeard.of(host).stream())
                .filter(sighting -> !sighting.isDown(now, downAfter))
                .count();
    }

    private List<String> others() {
        return definition.hosts().stream()
                .map(HostDefinition::name)
                .filter(host -> !host.equals(definition.self().name()))
                .toList();
    }
}
