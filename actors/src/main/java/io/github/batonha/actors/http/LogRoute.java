package io.github.batonha.actors.http;

import io.github.batonha.actors.logs.LogQuery;
import io.github.batonha.actors.logs.Logs;
import io.github.batonha.conf.model.HostDefinition;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;
import org.jspecify.annotations.Nullable;

/** Reads the log of a process of this node or of another one. */
final class LogRoute {
    private static final int MOST_LINES = 100_000;
    private static final Set<String> PARAMETERS = Set.of("lines", "follow", "stream", "node", "since", "until");

    private final AgentApi api;
    private final LogStream stream;

    LogRoute(AgentApi api) {
        this.api = api;
        this.stream = new LogStream(api.system());
    }

    Route answer(String process, Map<String, String> query) {
        var known = api.definition().processNames();
        var refusal = UnknownName.check("process", process, known)
                .or(() -> wrong(query))
                .or(() -> UnknownName.check("host", node(query), hosts()));
        return refusal.map(Directives::complete)
                .orElseGet(() -> Directives.completeWithFuture(content(process, query)));
    }

    private List<String> hosts() {
        return api.definition().hosts().stream().map(HostDefinition::name).toList();
    }

    private String node(Map<String, String> query) {
        return query.getOrDefault("node", api.definition().self().name());
    }

    private Optional<HttpResponse> wrong(Map<String, String> query) {
        return query.entrySet().stream()
                .filter(parameter -> !isRight(parameter.getKey(), parameter.getValue()))
                .findFirst()
                .map(parameter -> Replies.problem(
                        StatusCodes.BAD_REQUEST,
                        "can't use %s=%s".formatted(parameter.getKey(), parameter.getValue()),
                        "there are lines=0…%d, follow=true|false, stream=out|err, node=NAME, and since and until as 2026-07-28T06:00:00Z"
                                .formatted(MOST_LINES)));
    }

    private static boolean isRight(String name, String value) {
        return PARAMETERS.contains(name)
                && switch (name) {
                    case "lines" -> value.matches("\\d{1,6}") && Integer.parseInt(value) <= MOST_LINES;
                    case "follow" -> value.equals("true") || value.equals("false");
                    case "since", "until" -> isInstant(value);
                    case "node" -> true;
                    default -> value.equals("out") || value.equals("err");
                };
    }

    private static boolean isInstant(String text) {
        try {
            Instant.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static @Nullable Instant instant(Map<String, String> query, String name) {
        var text = query.get(name);
        return text == null ? null : Instant.parse(text);
    }

    private CompletionStage<HttpResponse> content(String process, Map<String, String> query) {
        var node = node(query);
        var wanted = new LogQuery(
                process,
                query.getOrDefault("stream", "out").equals("err"),
                Integer.parseInt(query.getOrDefault("lines", "50")),
                instant(query, "since"),
                instant(query, "until"),
                Boolean.parseBoolean(query.getOrDefault("follow", "false")) && !query.containsKey("until"));
        var other = Optional.of(node)
                .filter(name -> !name.equals(api.definition().self().name()));
        return stream.open(api.logs(), other, wanted)
                .thenApply(this::answer)
                .exceptionally(failure -> Replies.problem(
                        StatusCodes.SERVICE_UNAVAILABLE,
                        "the agent of %s does not answer".formatted(node),
                        "is it running, and is its cluster port reachable from %s? See `baton mon-cluster`"
                                .formatted(api.definition().self().name())));
    }

    private HttpResponse answer(Logs.Answer answer) {
        return switch (answer) {
            case Logs.Opened(var session) ->
                HttpResponse.create().withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, stream.of(session)));
            case Logs.Failed(var reason) ->
                Replies.problem(StatusCodes.INTERNAL_SERVER_ERROR, reason, "see the log of that node's agent");
            case Logs.Piece unasked -> throw new IllegalStateException("a piece that nobody asked for: " + unasked);
        };
    }
}
