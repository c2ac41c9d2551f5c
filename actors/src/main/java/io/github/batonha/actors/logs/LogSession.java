package io.github.batonha.actors.logs;

import io.github.batonha.supervision.logs.LogReader;
import io.github.batonha.supervision.logs.LogReader.Chunk;
import io.github.batonha.supervision.logs.LogReader.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
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

/** Reads one log for one reader, as fast as that one asks, and ends when it does not ask any more. */
final class LogSession extends AbstractBehavior<LogSession.Command> {

    private static final int PIECE = 64 * 1024;
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final int LOOKS = 4;
    /** As long as the HTTP server lets a silent connection stand. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    sealed interface Command permits Logs.Request, Found, Read, LookAgain, Forgotten {}

    private record Range(Place from, Place to) {}

    private record Found(@Nullable Range range, @Nullable Throwable failure) implements Command {}

    private record Read(
            ActorRef<Logs.Answer> replyTo,
            @Nullable Chunk chunk,
            @Nullable Throwable failure,
            int looks) implements Command {}

    private record LookAgain(ActorRef<Logs.Answer> replyTo, int looks) implements Command {}

    private record Forgotten() implements Command {}

    private final TimerScheduler<Command> timers;
    private final LogQuery query;
    private final Executor blocking;
    private final ActorRef<Logs.Answer> opener;
    private final LogReader reader;
    private Range range = new Range(Place.NEVER, Place.NEVER);

    static Behavior<Command> create(Path folder, LogQuery query, Executor blocking, ActorRef<Logs.Answer> opener) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new LogSession(context, timers, folder, query, blocking, opener)));
    }

    private LogSession(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Path folder,
            LogQuery query,
            Executor blocking,
            ActorRef<Logs.Answer> opener) {
        super(context);
        this.timers = timers;
        this.query = query;
        this.blocking = blocking;
        this.opener = opener;
        this.reader = LogReader.of(folder, query.fileName());
        context.pipeToSelf(CompletableFuture.supplyAsync(this::find, blocking), Found::new);
        timers.startSingleTimer(new Forgotten(), FORGOTTEN_AFTER);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Command.class, this::onCommand)
                .onSignal(PostStop.class, stopped -> onStopped())
                .build();
    }

    private Behavior<Command> onCommand(Command command) {
        return switch (command) {
            case Found found -> onFound(found);
            case Logs.Next(var replyTo) -> read(replyTo, 0);
            case LookAgain(var replyTo, var looks) -> read(replyTo, looks);
            case Read read -> onRead(read);
            case Logs.Close _, Forgotten _ -> Behaviors.stopped();
        };
    }

    private Range find() {
        try {
            var since = query.since();
            var until = query.until();
            var from = since == null ? reader.lastLines(query.lines()) : reader.since(since);
            // A log that grows fast must come to an end where it is not followed.
            var to = until != null ? reader.until(until) : query.follow() ? Place.NEVER : reader.end();
            return new Range(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Behavior<Command> onFound(Found found) {
        if (found.range() == null) {
            opener.tell(failed(found.failure()));
            return Behaviors.stopped();
        }
        range = found.range();
        opener.tell(new Logs.Opened(getContext().getSelf().narrow()));
        return this;
    }

    private Behavior<Command> read(ActorRef<Logs.Answer> replyTo, int looks) {
        timers.startSingleTimer(new Forgotten(), FORGOTTEN_AFTER);
        if (range.from().compareTo(range.to()) >= 0) {
            replyTo.tell(new Logs.Piece(new byte[0], true));
            return Behaviors.stopped();
        }
        var wanted = range;
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(() -> chunk(wanted), blocking),
                        (chunk, failure) -> new Read(replyTo, chunk, failure, looks + 1));
        return this;
    }

    private Chunk chunk(Range wanted) {
        try {
            return reader.read(wanted.from(), wanted.to(), PIECE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Behavior<Command> onRead(Read read) {
        var chunk = read.chunk();
        if (chunk == null) {
            read.replyTo().tell(failed(read.failure()));
            return Behaviors.stopped();
        }
        range = new Range(chunk.next(), range.to());
        var isEmpty = chunk.bytes().length == 0;
        if (isEmpty && query.follow() && read.looks() < LOOKS) {
            timers.startSingleTimer(new LookAgain(read.replyTo(), read.looks()), LOOK_EVERY);
            return this;
        }
        var isEnd = isEmpty && !query.follow();
        read.replyTo().tell(new Logs.Piece(chunk.bytes(), isEnd));
        return isEnd ? Behaviors.stopped() : this;
    }

    private Logs.Failed failed(@Nullable Throwable failure) {
        return new Logs.Failed("its log %s can't be read: %s".formatted(query.fileName(), failure));
    }

    private Behavior<Command> onStopped() {
        blocking.execute(() -> {
            try {
                reader.close();
            } catch (IOException nothingLost) {
                // It was only read.
            }
        });
        return this;
    }
}
