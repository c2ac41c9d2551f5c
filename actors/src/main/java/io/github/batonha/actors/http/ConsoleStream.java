package io.github.batonha.actors.http;

import io.github.batonha.actors.view.ClusterView;
import io.github.batonha.actors.view.ConsoleView;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** The cluster as Server-Sent Events: all of it at first, then what has changed of each node, twice a second at the most. */
final class ConsoleStream {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);

    private final AgentApi api;

    ConsoleStream(AgentApi api) {
        this.api = api;
    }

    /**
     * Ends with an event {@code end} as soon as the caller is not known any more, and at once where there is no place.
     *
     * @param isKnown asked at each look
     * @param watchers counted there from the moment that it runs: of an answer that never left the agent no end is told
     */
    HttpResponse answer(BooleanSupplier isKnown, Watchers watchers) {
        var events = Source.fromMaterializer((_, _) -> watchers.enter()
                ? events(isKnown).via(Flow.of(ByteString.class).watchTermination((before, done) -> {
                    var _ = done.whenComplete((_, _) -> watchers.leave());
                    return before;
                }))
                : Source.<ByteString>empty());
        return HttpResponse.create().withEntity(HttpEntities.create(EventStream.TYPE, events));
    }

    private Source<ByteString, NotUsed> events(BooleanSupplier isKnown) {
        return bytes(Source.tick(Duration.ZERO, LOOK_EVERY, NotUsed.getInstance())
                .mapAsync(1, _ -> isKnown.getAsBoolean() ? look().thenApply(Optional::of) : gone())
                .mapMaterializedValue(_ -> NotUsed.getInstance()));
    }

    private Source<ByteString, NotUsed> bytes(Source<Optional<ConsoleView>, NotUsed> views) {
        return views.takeWhile(Optional::isPresent, true).statefulMapConcat(() -> {
            var changes = new ConsoleChanges();
            return view -> view.map(seen -> changes.events(seen, api.clock().instant()))
                    .orElseGet(ConsoleChanges::end);
        });
    }

    private static CompletionStage<Optional<ConsoleView>> gone() {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    private CompletionStage<ConsoleView> look() {
        return AskPattern.ask(
                api.view(),
                ClusterView.GetConsole::new,
                ANSWER_WITHIN,
                api.system().scheduler());
    }
}
