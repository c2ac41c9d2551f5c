package io.github.batonha.actors.http;

import io.github.batonha.actors.events.EventQuery;
import io.github.batonha.actors.events.Page;
import io.github.batonha.conf.model.HostDefinition;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** The events of the cluster, or of one node, as a stream that a reader can take up again where it was cut. */
final class EventRoute {

    private static final int MOST = 10_000;
    private static final int PAST_BY_ITSELF = 50;
    private static final Set<String> PARAMETERS = Set.of("node", "process", "since", "last", "follow", "after");

    private final AgentApi api;

    EventRoute(AgentApi api) {
        this.api = api;
    }

    Route create() {
        return Directives.parameterMap(query -> Directives.optionalHeaderValueByName("Last-Event-ID", id -> {
            // What a browser sends by itself when it comes back wins over what it was told at first.
            var after = id.or(() -> Optional.ofNullable(query.get("after")));
            return answer(query, after);
        }));
    }

    private Route answer(Map<String, String> query, Optional<String> after) {
        var nodes = hosts();
        var refusal = wrong(query, after)
                .or(() ->
                        Optional.ofNullable(query.get("node")).flatMap(node -> UnknownName.check("host", node, nodes)));
        if (refusal.isPresent()) {
            return Directives.complete(refusal.get());
        }
        var asked = Optional.ofNullable(query.get("node")).map(List::of).orElse(nodes);
        return Directives.completeWithFuture(stream(asked, query, after.flatMap(EventPosition::parse)));
    }

    private List<String> hosts() {
        return api.definition().hosts().stream().map(HostDefinition::name).toList();
    }

    private static Optional<HttpResponse> wrong(Map<String, String> query, Optional<String> after) {
        var bad = query.entrySet().stream()
                .filter(parameter -> !isRight(parameter.getKey(), parameter.getValue()))
                .map(parameter -> "%s=%s".formatted(parameter.getKey(), parameter.getValue()))
                .findFirst()
                .or(() -> after.filter(text -> EventPosition.parse(text).isEmpty())
                        .map(text -> "the id %s".formatted(text)));
        if (bad.isEmpty() && after.isPresent() && "false".equals(query.get("follow"))) {
            return Optional.of(Replies.problem(
                    StatusCodes.BAD_REQUEST, "can't go on after an event without following", "leave follow=false out"));
        }
        return bad.map(what -> Replies.problem(
                StatusCodes.BAD_REQUEST,
                "can't use " + what,
                "there are node=NAME, process=NAME, last=0…%d, follow=true|false, since as 2026-07-28T06:00:00Z, and after (or Last-Event-ID) with the id of an event"
                        .formatted(MOST)));
    }

    private static boolean isRight(String name, String value) {
        return PARAMETERS.contains(name)
                && switch (name) {
                    case "last" -> value.matches("\\d{1,5}") && Integer.parseInt(value) <= MOST;
                    case "follow" -> value.equals("true") || value.equals("false");
                    case "since" -> instant(value).isPresent();
                    default -> !value.isEmpty();
                };
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private CompletionStage<HttpResponse> stream(
            List<String> nodes, Map<String, String> query, Optional<EventPosition> after) {
        var process = query.get("process");
        var isFollowed = Boolean.parseBoolean(query.getOrDefault("follow", "true"));
        var stream = new EventStream(
                api.system(), api.events(), api.definition().self().name());
        if (after.isPresent()) {
            var position = after.get();
            var all = new EventQuery(process, null, MOST);
            return CompletableFuture.completedFuture(
                    response(EventStream.bytes(List.of(), stream.following(nodes, position, all), position)));
        }
        var since = Optional.ofNullable(query.get("since")).flatMap(EventRoute::instant);
        var past = stream.past(nodes, new EventQuery(process, since.orElse(null), last(query, isFollowed)));
        // Of a node that can't be asked now: what happens from now on, when it can.
        var fromNow = new EventQuery(process, api.clock().instant(), MOST);
        return past.thenApply(found -> {
            Source<Page, NotUsed> following =
                    isFollowed ? stream.following(nodes, found.position(), fromNow) : Source.empty();
            return response(EventStream.bytes(found.events(), following, found.begin()));
        });
    }

    private static int last(Map<String, String> query, boolean isFollowed) {
        if (query.containsKey("last")) {
            return Integer.parseInt(query.getOrDefault("last", "0"));
        }
        return query.containsKey("since") ? MOST : isFollowed ? 0 : PAST_BY_ITSELF;
    }

    private static HttpResponse response(Source<ByteString, NotUsed> bytes) {
        return HttpResponse.create().withEntity(HttpEntities.create(EventStream.TYPE, bytes));
    }
}
