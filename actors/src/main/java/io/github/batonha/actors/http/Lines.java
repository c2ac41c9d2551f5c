package io.github.batonha.actors.http;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.javadsl.Source;

/** What an actor answers over time, as a stream that ends after the final answer. */
final class Lines {
    /** A reader that is slower than so many lines loses the oldest, never the final one. */
    private static final int BUFFER = 1000;

    private Lines() {}

    /**
     * Asks when the stream is run. A reader that goes away ends the stream, not what was asked for.
     *
     * @param ask told of the actor that takes the answers
     */
    static <T> Source<T, ?> of(Consumer<ActorRef<T>> ask, Predicate<T> isFinal) {
        return Source.<T>actorRef(_ -> Optional.empty(), _ -> Optional.empty(), BUFFER, OverflowStrategy.dropHead())
                .mapMaterializedValue(actor -> {
                    ActorRef<T> replyTo = Adapter.toTyped(actor);
                    ask.accept(replyTo);
                    return actor;
                })
                .takeWhile(answer -> !isFinal.test(answer), true);
    }
}
