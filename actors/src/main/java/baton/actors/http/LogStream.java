package baton.actors.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** The last lines of a log as a stream, and what is appended for as long as somebody reads. Reads on its executor. */
final class LogStream {
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final LogFile file;
    private final boolean follow;
    private final Executor blocking;

    private LogStream(LogFile file, boolean follow, Executor blocking) {
        this.file = file;
        this.follow = follow;
        this.blocking = blocking;
    }

    static Source<ByteString, NotUsed> of(LogFile file, int lines, boolean follow, Executor blocking) {
        var stream = new LogStream(file, follow, blocking);
        return Source.completionStage(stream.start(lines))
                .flatMapConcat(start -> Source.unfoldAsync(start, stream::step))
                .filter(bytes -> !bytes.isEmpty());
    }

    /** @param left bytes to read in all where the log is not followed: one that grows fast must still come to an end */
    private record Position(LogFile.Place place, long left) {}

    private CompletionStage<Position> start(int lines) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        var place = file.lastLines(lines);
                        return new Position(place, follow ? Long.MAX_VALUE : file.size() - place.offset());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                blocking);
    }

    private CompletionStage<Optional<Pair<Position, ByteString>>> step(Position position) {
        if (position.left() <= 0) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return CompletableFuture.supplyAsync(() -> read(position), blocking).thenCompose(this::orLater);
    }

    private Pair<Position, ByteString> read(Position position) {
        try {
            var chunk = file.read(position.place(), (int) Math.min(position.left(), Integer.MAX_VALUE));
            var left =
                    follow ? position.left() : position.left() - chunk.bytes().size();
            return Pair.create(new Position(chunk.next(), left), chunk.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CompletionStage<Optional<Pair<Position, ByteString>>> orLater(Pair<Position, ByteString> read) {
        if (!read.second().isEmpty()) {
            return CompletableFuture.completedFuture(Optional.of(read));
        }
        return follow
                ? CompletableFuture.supplyAsync(
                        () -> Optional.of(read),
                        CompletableFuture.delayedExecutor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS, blocking))
                : CompletableFuture.completedFuture(Optional.empty());
    }
}
