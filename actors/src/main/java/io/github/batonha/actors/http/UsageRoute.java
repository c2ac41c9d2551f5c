package io.github.batonha.actors.http;

import io.github.batonha.actors.api.UsageQuery;
import io.github.batonha.actors.usage.Usages;
import io.github.batonha.conf.model.HostDefinition;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;

/** What processes took over a time, of this node or another one. */
final class UsageRoute {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    private static final Duration BY_ITSELF = Duration.ofDays(1);

    private final AgentApi api;

    UsageRoute(AgentApi api) {
        this.api = api;
    }

    Route answer(Map<String, String> query) {
        var self = api.definition().self().name();
        var node = query.getOrDefault("node", self);
        var hosts = api.definition().hosts().stream().map(HostDefinition::name).toList();
        var refusal = wrong(query)
                .or(() -> UnknownName.check("host", node, hosts))
                .or(() -> Optional.ofNullable(query.get("process"))
                        .flatMap(name -> UnknownName.check(
                                "process", name, api.definition().processNames())));
        if (refusal.isPresent()) {
            return Directives.complete(refusal.get());
        }
        var since = Optional.ofNullable(query.get("since"))
                .map(Instant::parse)
                .orElseGet(() -> api.clock().instant().minus(BY_ITSELF));
        var by = by(query.getOrDefault("by", "process")).orElseThrow();
        var isOwn = node.equals(self);
        return Directives.completeWithFuture(AskPattern.<Usages.Command, Usages.Answer>ask(
                        api.usage(),
                        replyTo -> {
                            var ask = new Usages.Ask(new UsageQuery(since, by, !isOwn, query.get("process")), replyTo);
                            return isOwn ? ask : new Usages.AskOn(node, ask);
                        },
                        ANSWER_WITHIN,
                        api.system().scheduler())
                .thenApply(UsageRoute::response)
                .exceptionally(failure -> Replies.problem(
                        StatusCodes.SERVICE_UNAVAILABLE,
                        "%s did not tell its usage within %d s".formatted(node, ANSWER_WITHIN.toSeconds()),
                        "look whether it is up: baton mon-cluster")));
    }

    private static HttpResponse response(Usages.Answer answer) {
        return switch (answer) {
            case Usages.Told(var report) -> Replies.json(report);
            case Usages.Failed(var reason) ->
                Replies.problem(
                        StatusCodes.SERVICE_UNAVAILABLE,
                        reason,
                        "try again; if it stays so, look into the agent's log");
        };
    }

    private static Optional<HttpResponse> wrong(Map<String, String> query) {
        return query.entrySet().stream()
                .filter(parameter -> !isRight(parameter.getKey(), parameter.getValue()))
                .findFirst()
                .map(
                        parameter -> Replies.problem(
                                StatusCodes.BAD_REQUEST,
                                "can't use %s=%s".formatted(parameter.getKey(), parameter.getValue()),
                                "there are node=NAME, process=NAME, by=process|group|node|metric, and since as 2026-07-28T06:00:00Z"));
    }

    private static boolean isRight(String name, String value) {
        if (!Set.of("node", "by", "since", "process").contains(name)) {
            return false;
        }
        try {
            return switch (name) {
                case "by" -> by(value).isPresent();
                case "since" -> Instant.parse(value).isAfter(Instant.EPOCH);
                default -> true;
            };
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static Optional<UsageQuery.By> by(String word) {
        return Arrays.stream(UsageQuery.By.values())
                .filter(by -> by.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }
}
