package io.github.batonha.actors.http;

import io.github.batonha.actors.logs.LogQuery;
import io.github.batonha.actors.logs.Logs;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** A log of any node as a stream: pieces are asked for as fast as somebody reads them. */
final class LogStream {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final Duration PIECE_WITHIN = Duration.ofSeconds(20);

    private final ActorSystem<?> system;

    LogStream(ActorSystem<?> system) {
        this.system = system;
    }

    /** Fails where the node does not answer. */
    CompletionStage<Logs.Answer> open(ActorRef<Logs.Command> logs, Optional<String> otherHost, LogQuery query) {
        return AskPattern.ask(
                logs,
                replyTo -> {
                    var open = new Logs.Open(query, replyTo);
                    return otherHost
                            .<Logs.Command>map(host -> new Logs.OpenOn(host, open))
                            .orElse(open);
                },
                ANSWER_WITHIN,
                system.scheduler());
    }

    /** Ends the session when nobody reads any more. */
    Source<ByteString, NotUsed> of(ActorRef<Logs.Request> session) {
        return Source.unfoldResourceAsync(
                        () -> CompletableFuture.completedFuture(session), this::next, LogStream::close)
                .filter(bytes -> !bytes.isEmpty());
    }

    private CompletionStage<Optional<ByteString>> next(ActorRef<Logs.Request> session) {
        return AskPattern.<Logs.Request, Logs.Answer>ask(session, Logs.Next::new, PIECE_WITHIN, system.scheduler())
                .thenApply(answer -> switch (answer) {
                    case Logs.Piece piece ->
                        piece.isEnd() ? Optional.<ByteString>empty() : Optional.of(ByteString.fromArray(piece.bytes()));
                    case Logs.Failed(var reason) -> throw new IllegalStateException(reason);
                    case Logs.Opened again -> throw new IllegalStateException("opened twice: " + again);
                });
    }

    private static CompletionStage<Done> close(ActorRef<Logs.Request> session) {
        session.tell(new Logs.Close());
        return CompletableFuture.completedFuture(Done.getInstance());
    }
}
