package io.github.batonha.actors.events;

import io.github.batonha.actors.wire.Outbox;
import io.github.batonha.actors.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * {@code /user/events}: hands a node's events to readers, on this node or another, as fast as each one asks: nobody who is slow keeps
 * anything from anybody.
 */
public final class EventsActor extends AbstractBehavior<EventsActor.Command> {

    private static final int MOST = 200;
    private static final String LOOK = "look";
    /** Of one answer to {@link Last}. */
    static final int MOST_LAST = 10_000;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final int LOOKS = 3;

    public sealed interface Command {}

    /** What a reader asks; goes over the wire. */
    public sealed interface Request extends Command, Wire permits Last, Next {}

    /** The newest events. Answered at once. */
    public record Last(EventQuery query, ActorRef<Page> replyTo) implements Request {}

    /** The first events after one; answered when there is one, or with none after some seconds. */
    public record Next(long after, @Nullable String process, ActorRef<Page> replyTo) implements Request {}

    /** Asks another host. */
    public record AskOther(String host, Request request) implements Command {}

    private record News() implements Command {}

    private record Look() implements Command {}

    private record Found(@Nullable Page page, ActorRef<Page> replyTo) implements Command {}

    private record Waiting(Next next, int looks) {}

    private final EventLog events;
    private final String node;
    private final Outbox outbox;
    private final Executor blocking;
    private final Runnable listener;
    private final TimerScheduler<Command> timers;
    private List<Waiting> waiting = new ArrayList<>();

    /**
     * Serves the events of this node.
     *
     * @param outbox to the same actor of other nodes
     */
    public static Behavior<Command> create(EventLog events, String node, Outbox outbox, Executor blocking) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new EventsActor(context, timers, events, node, outbox, blocking)));
    }

    private EventsActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            EventLog events,
            String node,
            Outbox outbox,
            Executor blocking) {
        super(context);
        context.setLoggerName(EventsActor.class);
        this.events = events;
        this.node = node;
        this.outbox = outbox;
        this.blocking = blocking;
        this.timers = timers;
        var self = context.getSelf();
        this.listener = () -> self.tell(new News());
        events.onNews(listener);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Command.class, this::onCommand)
                .onSignal(PostStop.class, stop -> onPostStop())
                .build();
    }

    private Behavior<Command> onCommand(Command command) {
        return switch (command) {
            case Last last -> onLast(last);
            case Next next -> onNext(next);
            case AskOther other -> onAskOther(other);
            case News() -> onNews();
            case Look() -> onLook();
            case Found found -> onFound(found);
        };
    }

    private Behavior<Command> onAskOther(AskOther other) {
        outbox.tell(other.host(), other.request());
        return this;
    }

    private Behavior<Command> onLast(Last last) {
        var query = last.query();
        var bounded = query.before(query.before(), Math.min(query.last(), MOST_LAST));
        find(() -> events.last(bounded), last.replyTo());
        return this;
    }

    private Behavior<Command> onNext(Next next) {
        if (events.newest() == next.after()) {
            hold(new Waiting(next, 0));
        } else {
            find(next);
        }
        return this;
    }

    private void hold(Waiting one) {
        waiting.add(one);
        if (!timers.isTimerActive(LOOK)) {
            timers.startSingleTimer(LOOK, new Look(), LOOK_EVERY);
        }
    }

    private void find(Next next) {
        find(() -> events.after(next.after(), next.process(), MOST), next.replyTo());
    }

    private void find(Callable<Page> search, ActorRef<Page> replyTo) {
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(
                                () -> {
                                    try {
                                        return search.call();
                                    } catch (IOException e) {
                                        throw new UncheckedIOException(e);
                                    } catch (Exception e) {
                                        throw new IllegalStateException(e);
                                    }
                                },
                                blocking),
                        (page, failure) -> {
                            if (failure != null) {
                                getContext().getLog().warn("Could not read events: {}", failure.toString());
                            }
                            return new Found(page, replyTo);
                        });
    }

    /** Whoever gets no answer asks again. */
    private Behavior<Command> onFound(Found found) {
        var page = found.page();
        if (page != null) {
            found.replyTo().tell(page);
        }
        return this;
    }

    private Behavior<Command> onNews() {
        var all = waiting;
        waiting = new ArrayList<>();
        all.forEach(each -> onNext(each.next()));
        return this;
    }

    private Behavior<Command> onLook() {
        var all = waiting;
        waiting = new ArrayList<>();
        for (var each : all) {
            if (each.looks() + 1 < LOOKS) {
                hold(new Waiting(each.next(), each.looks() + 1));
            } else {
                each.next().replyTo().tell(Page.none(node, each.next().after()));
            }
        }
        return this;
    }

    private Behavior<Command> onPostStop() {
        events.forget(listener);
        return this;
    }
}
