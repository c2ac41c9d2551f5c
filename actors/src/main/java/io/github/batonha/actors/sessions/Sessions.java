package io.github.batonha.actors.sessions;

import io.github.batonha.actors.wire.Outbox;
import io.github.batonha.actors.wire.Pulse;
import io.github.batonha.actors.wire.Wire;
import io.github.batonha.conf.model.AgentSettings;
import io.github.batonha.sessions.store.Level;
import io.github.batonha.sessions.store.Replicated;
import io.github.batonha.sessions.store.Replication;
import io.github.batonha.sessions.store.ReplicationSettings;
import io.github.batonha.sessions.store.SessionInput;
import io.github.batonha.sessions.store.SessionMessage;
import io.github.batonha.sessions.store.SessionOutbox;
import io.github.batonha.sessions.store.SessionStore;
import io.github.batonha.sessions.store.WriteResult.Delta;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.japi.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the sessions of this node and of the others alike: runs {@link Replication} and gives it the time. Sessions are read and
 * written past this actor, in the store that {@link SessionsResources} holds; only what goes to other nodes comes by here.
 */
public final class Sessions extends AbstractBehavior<SessionInput> {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    /** Far below the shortest pause that matters: after one without a tick the node is out of sync. */
    private static final Duration TICK = Duration.ofMillis(100);

    /** Of a node that no other is configured beside: it can miss nothing. */
    private static final Duration TICK_ALONE = Duration.ofSeconds(1);

    private static final Duration SWEEP_EVERY = Duration.ofSeconds(10);
    private static final Duration UPKEEP_EVERY = Duration.ofSeconds(1);

    public sealed interface Command extends SessionInput {}

    /** A write that the store has done. {@code answer} is called once, on this actor's thread: it must not block. */
    record Replicate(List<Delta> deltas, Level level, Consumer<Replicated> answer) implements Command {}

    /** From this node or another one. */
    public record GetStatus(ActorRef<SessionsStatus> replyTo) implements Command, Wire {}

    /** Asks another node. No answer comes where it can't be reached. */
    public record GetStatusOn(String host, GetStatus ask) implements Command {}

    private record UpkeepDone(@Nullable Throwable failure) implements Command {}

    private enum Timed implements Command {
        TICK,
        PULSE,
        SWEEP,
        UPKEEP
    }

    private final String self;
    private final boolean isOnlyNode;
    private final SessionsResources hold;
    private final Replication replication;
    private final Outbox asking;
    private final LongSupplier monotonicNanos;
    private final Executor blocking;
    private final TimerScheduler<SessionInput> timers;
    private final Duration beatEvery;
    private boolean isUpkeepRunning;
    private boolean isSlow;

    /** {@code others}: all configured hosts but this one. {@code asking}: to the same actor of these. {@code blocking}: where the journal is rewritten. */
    public static Behavior<SessionInput> create(
            String self,
            List<String> others,
            SessionsResources hold,
            SessionOutbox outbox,
            Outbox asking,
            AgentSettings settings,
            LongSupplier monotonicNanos,
            Executor blocking) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers ->
                new Sessions(context, timers, self, others, hold, outbox, asking, settings, monotonicNanos, blocking)));
    }

    /** The question to the actor of {@code self}, for the figures of any host. */
    public static Function<ActorRef<SessionsStatus>, SessionInput> of(String self, String host) {
        return replyTo -> {
            var ask = new GetStatus(replyTo);
            return host.equals(self) ? ask : new GetStatusOn(host, ask);
        };
    }

    private Sessions(
            ActorContext<SessionInput> context,
            TimerScheduler<SessionInput> timers,
            String self,
            List<String> others,
            SessionsResources hold,
            SessionOutbox outbox,
            Outbox asking,
            AgentSettings settings,
            LongSupplier monotonicNanos,
            Executor blocking) {
        super(context);
        this.self = self;
        this.isOnlyNode = others.isEmpty();
        this.timers = timers;
        this.hold = hold;
        this.asking = asking;
        this.monotonicNanos = monotonicNanos;
        this.blocking = blocking;
        this.beatEvery = settings.heartbeatEvery();
        this.replication = new Replication(
                self,
                others,
                hold.loaded(),
                outbox,
                hold,
                times(settings),
                hold.counters(),
                monotonicNanos.getAsLong());
        timers.startTimerWithFixedDelay(Timed.TICK, Timed.TICK, Duration.ZERO, TICK);
        pulseLater();
        timers.startTimerWithFixedDelay(Timed.SWEEP, Timed.SWEEP, SWEEP_EVERY);
        timers.startTimerWithFixedDelay(Timed.UPKEEP, Timed.UPKEEP, UPKEEP_EVERY);
    }

    private static ReplicationSettings times(AgentSettings settings) {
        return new ReplicationSettings(
                settings.heartbeatEvery(),
                settings.downAfter(),
                settings.sessions().ackWithin(),
                ReplicationSettings.DEFAULT.compareEvery(),
                settings.sessions().aloneAfter(),
                settings.sessions().maxClockSkew());
    }

    @Override
    public Receive<SessionInput> createReceive() {
        return newReceiveBuilder()
                .onMessage(SessionMessage.class, this::onMessage)
                .onMessage(Command.class, this::onCommand)
                .build();
    }

    private Behavior<SessionInput> onMessage(SessionMessage message) {
        replication.receive(message, monotonicNanos.getAsLong());
        return this;
    }

    private Behavior<SessionInput> onCommand(Command command) {
        switch (command) {
            case Replicate(var deltas, var level, var answer) ->
                replication.submit(deltas, level, answer, monotonicNanos.getAsLong());
            case GetStatus(var replyTo) -> replyTo.tell(status());
            case GetStatusOn(var host, var ask) -> asking.tell(host, ask);
            case Timed timed -> onTime(timed);
            case UpkeepDone(var failure) -> upkeepDone(failure);
        }
        return this;
    }

    private void onTime(Timed timed) {
        switch (timed) {
            case TICK -> {
                long now = monotonicNanos.getAsLong();
                replication.tick(now);
                hold.clock(replication.clockProblem());
                if (isOnlyNode && replication.isInSync()) {
                    slowDown();
                }
                hold.inSync(replication.isInSync(), isSlow ? now + TICK_ALONE.toNanos() : now);
            }
            case PULSE -> {
                replication.beat(monotonicNanos.getAsLong());
                pulseLater();
            }
            case SWEEP -> sweep();
            case UPKEEP -> {
                hold.lookAtRoom();
                upkeep();
            }
        }
    }

    /** What is known now holds until the next tick: an idle agent shall not wake ten times a second for it. */
    private void slowDown() {
        if (!isSlow) {
            isSlow = true;
            timers.startTimerWithFixedDelay(Timed.TICK, Timed.TICK, TICK_ALONE);
        }
    }

    private void pulseLater() {
        if (!isOnlyNode) {
            timers.startSingleTimer(Timed.PULSE, Timed.PULSE, Pulse.next(monotonicNanos.getAsLong(), beatEvery));
        }
    }

    private void sweep() {
        var swept = hold.store().sweep();
        if (swept.forgottenUpTo() > 0) {
            replication.forgot(swept.forgottenUpTo());
        }
        if (swept.expired() + swept.forgotten() > 0) {
            LOG.debug("Swept expired={} forgotten={}", swept.expired(), swept.forgotten());
        }
    }

    private void upkeep() {
        if (!isUpkeepRunning && hold.isUpkeepDue()) {
            isUpkeepRunning = true;
            getContext()
                    .pipeToSelf(
                            CompletableFuture.runAsync(() -> upkeep(hold), blocking),
                            (done, failure) -> new UpkeepDone(failure));
        }
    }

    private static void upkeep(SessionsResources hold) {
        try {
            hold.upkeep();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void upkeepDone(@Nullable Throwable failure) {
        isUpkeepRunning = false;
        if (failure != null) {
            LOG.warn("Could not rewrite or force the journal of sessions: trying again", failure);
        }
    }

    private SessionsStatus status() {
        SessionStore store = hold.store();
        return new SessionsStatus(
                self,
                store.count(),
                store.weight(),
                store.limits().totalBytes(),
                hold.isInSync(),
                replication.reachable(monotonicNanos.getAsLong()),
                hold.counters().replicated(),
                hold.counters().unreplicated(),
                hold.counters().refusals() + store.room().refusals(),
                store.room().percent(),
                store.room().ended(),
                hold.shown(),
                !hold.isJournalBroken());
    }
}
