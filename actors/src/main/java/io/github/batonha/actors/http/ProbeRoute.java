package io.github.batonha.actors.http;

import io.github.batonha.actors.api.ProbeReport;
import io.github.batonha.actors.metrics.ProbeReports;
import io.github.batonha.conf.model.HostDefinition;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;

/** How a process of this node or another one is looked at, and what was seen last. */
final class ProbeRoute {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);
    private static final String PROCESS = "process";
    private static final String NODE = "node";

    private final AgentApi api;

    ProbeRoute(AgentApi api) {
        this.api = api;
    }

    Route answer(Map<String, String> query) {
        if (!query.containsKey(PROCESS) || !Set.of(PROCESS, NODE).containsAll(query.keySet())) {
            return Directives.complete(Replies.problem(
                    StatusCodes.BAD_REQUEST, "can't use %s".formatted(query), "there are process=NAME, and node=NAME"));
        }
        var self = api.definition().self().name();
        var node = query.getOrDefault(NODE, self);
        var process = query.getOrDefault(PROCESS, "");
        var hosts = api.definition().hosts().stream().map(HostDefinition::name).toList();
        return UnknownName.check("host", node, hosts)
                .map(Directives::complete)
                .orElseGet(() -> answer(node, process, node.equals(self)));
    }

    private Route answer(String node, String process, boolean isOwn) {
        return Directives.completeWithFuture(AskPattern.<ProbeReports.Command, ProbeReport>ask(
                        api.probes(),
                        replyTo -> {
                            var ask = new ProbeReports.Ask(process, replyTo);
                            return isOwn ? ask : new ProbeReports.AskOn(node, ask);
                        },
                        ANSWER_WITHIN,
                        api.system().scheduler())
                .thenApply(report -> report.probes().isEmpty()
                        ? Replies.problem(
                                StatusCodes.NOT_FOUND,
                                "%s has no process \"%s\"".formatted(node, process),
                                "baton mon-cluster shows where it runs")
                        : Replies.json(report))
                .exceptionally(failure -> unanswered(node)));
    }

    private static HttpResponse unanswered(String node) {
        return Replies.problem(
                StatusCodes.SERVICE_UNAVAILABLE,
                "%s did not tell its probes within %d s".formatted(node, ANSWER_WITHIN.toSeconds()),
                "look whether it is up: baton mon-cluster");
    }
}
