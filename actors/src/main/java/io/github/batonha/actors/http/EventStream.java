package io.github.batonha.actors.http;

import io.github.batonha.actors.api.Event;
import io.github.batonha.actors.events.EventJson;
import io.github.batonha.actors.events.EventQuery;
import io.github.batonha.actors.events.EventsActor;
import io.github.batonha.actors.events.Page;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * The events of some nodes as Server-Sent Events. Each node is asked for more when what it gave was read: a slow reader holds up nobody,
 * and falls behind until an event of type {@code lagged} tells it what it missed.
 */
final class EventStream {
    static final ContentType TYPE = MediaTypes.customWithFixedCharset(
                    "text", "event-stream", HttpCharsets.UTF_8, Map.of(), false)
            .toContentType();

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(2);
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

    private final ActorSystem<?> system;
    private final ActorRef<EventsActor.Command> events;
    private final String self;

    EventStream(ActorSystem<?> system, ActorRef<EventsActor.Command> events, String self) {
        this.system = system;
        this.events = events;
        this.self = self;
    }

    /**
     * What was found of the past.
     *
     * @param position how far that is, without nodes that did not answer
     */
    record Past(List<Event> events, EventPosition position) {

        /** Before the first of them: a reader that is cut off on the way misses nothing. */
        EventPosition begin() {
            var begin = position;
            for (var event : events.reversed()) {
                begin = begin.with(event.node(), event.seq() - 1);
            }
            return begin;
        }
    }

    /** The newest events of the nodes in the order of time; of one that does not answer there are none. */
    CompletionStage<Past> past(List<String> nodes, EventQuery query) {
        CompletionStage<Past> all = CompletableFuture.completedFuture(new Past(List.of(), EventPosition.NONE));
        for (var node : nodes) {
            all = all.thenCombine(
                    last(node, query),
                    (past, found) -> found.map(each -> joined(past, each)).orElse(past));
        }
        return all.thenApply(past -> inOrder(past, query.last()));
    }

    /** In as many answers as it takes. */
    private CompletionStage<Optional<Page>> last(String node, EventQuery query) {
        return ask(node, replyTo -> new EventsActor.Last(query, replyTo))
                .thenCompose(found -> found.filter(Page::isCut)
                        .map(page -> withOlder(node, query, page))
                        .orElseGet(() -> CompletableFuture.completedFuture(found)));
    }

    private CompletionStage<Optional<Page>> withOlder(String node, EventQuery query, Page page) {
        var rest = query.before(
                page.events().getFirst().seq(), query.last() - page.events().size());
        return last(node, rest)
                .thenApply(found -> Optional.of(found.map(page::following).orElse(page)));
    }

    private static Past joined(Past past, Page page) {
        var events = new ArrayList<>(past.events());
        events.addAll(page.events());
        return new Past(events, past.position().with(page.node(), page.upTo()));
    }

    private static Past inOrder(Past past, int most) {
        var sorted = merged(past.events());
        return new Past(sorted.subList(Math.max(0, sorted.size() - most), sorted.size()), past.position());
    }

    /** Those of each node stay in the order of their numbers, by which readers go on, even where times say otherwise. */
    static List<Event> merged(List<Event> events) {
        var byNode = new TreeMap<String, Deque<Event>>();
        events.forEach(event ->
                byNode.computeIfAbsent(event.node(), none -> new ArrayDeque<>()).add(event));
        var merged = new ArrayList<Event>();
        while (merged.size() < events.size()) {
            byNode.values().stream()
                    .filter(left -> !left.isEmpty())
                    .min(Comparator.comparing(left -> left.getFirst().time()))
                    .ifPresent(left -> merged.add(left.removeFirst()));
        }
        return merged;
    }

    /** Of a node that does not answer, empty. */
    private CompletionStage<Optional<Page>> ask(String node, Function<ActorRef<Page>, EventsActor.Request> request) {
        return AskPattern.<EventsActor.Command, Page>ask(
                        events,
                        replyTo -> node.equals(self)
                                ? request.apply(replyTo)
                                : new EventsActor.AskOther(node, request.apply(replyTo)),
                        ANSWER_WITHIN,
                        system.scheduler())
                .thenApply(Optional::of)
                .exceptionally(_ -> Optional.empty());
    }

    /**
     * What follows the position, without end.
     *
     * @param elsewhere of a node that the position does not name: which of its events come first
     */
    Source<Page, NotUsed> following(List<String> nodes, EventPosition position, EventQuery elsewhere) {
        return Source.from(nodes).flatMapMerge(nodes.size(), node -> {
            var known = Optional.ofNullable(position.byNode().get(node));
            return Source.unfoldAsync(known, seq -> more(node, seq, elsewhere)).mapConcat(found -> found);
        });
    }

    /** With how far that is; after a while with nothing where the node does not answer. */
    private CompletionStage<Optional<Pair<Optional<Long>, List<Page>>>> more(
            String node, Optional<Long> seq, EventQuery elsewhere) {
        var page = seq.map(after -> ask(node, replyTo -> new EventsActor.Next(after, elsewhere.process(), replyTo)))
                .orElseGet(() -> last(node, elsewhere));
        return page.thenCompose(answer -> answer.map(found -> CompletableFuture.completedFuture(
                        Optional.of(Pair.create(Optional.of(found.upTo()), List.of(found)))))
                .orElseGet(() -> CompletableFuture.supplyAsync(
                        () -> Optional.of(Pair.create(seq, List.<Page>of())),
                        CompletableFuture.delayedExecutor(ASK_AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS))));
    }

    /**
     * As bytes of {@code text/event-stream}. The place from which to go on comes before the first event, and whenever what was looked at
     * held nothing for this reader: as an id without an event.
     */
    static Source<ByteString, NotUsed> bytes(List<Event> past, Source<Page, NotUsed> following, EventPosition begin) {
        var position = new AtomicReference<>(begin);
        var beginning = begin.byNode().isEmpty() ? List.<ByteString>of() : List.of(bytes(begin));
        return Source.from(beginning)
                .concat(Source.from(past).map(event -> bytes(event, position)))
                .concat(following.mapConcat(page -> bytes(page, position)))
                .keepAlive(SIGN_OF_LIFE, () -> ByteString.fromString(":\n\n"));
    }

    private static List<ByteString> bytes(Page page, AtomicReference<EventPosition> position) {
        var all = new ArrayList<ByteString>();
        page.events().forEach(event -> all.add(bytes(event, position)));
        var before = position.get();
        var now = position.updateAndGet(place -> place.with(page.node(), page.upTo()));
        if (!now.equals(before)) {
            all.add(bytes(now));
        }
        return all;
    }

    private static ByteString bytes(EventPosition place) {
        return ByteString.fromString("id: %s\n\n".formatted(place.text()));
    }

    private static ByteString bytes(Event event, AtomicReference<EventPosition> position) {
        var now = position.updateAndGet(before -> before.with(event.node(), event.seq()));
        return ByteString.fromString(
                "id: %s\nevent: %s\ndata: %s\n\n".formatted(now.text(), event.type(), EventJson.write(event)));
    }
}
