package io.github.batonha.actors.http;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.parameterMap;
import static org.apache.pekko.http.javadsl.server.Directives.path;

import io.github.batonha.actors.api.RevisionChanges;
import io.github.batonha.actors.sessions.SessionsStatus;
import io.github.batonha.conf.install.Revisions;
import io.github.batonha.conf.model.ConfigurationException;
import io.github.batonha.conf.model.HostDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;

/** Compares the nodes: the session stores of all of them in figures, and the revisions that they run from. */
final class FiguresRoutes {
    private static final Set<String> BOTH = Set.of("from", "to");

    private final AgentApi api;

    FiguresRoutes(AgentApi api) {
        this.api = api;
    }

    Route create() {
        return concat(
                path("session-figures", () -> get(() -> Replies.route(sessions()))),
                path("revision-changes", () -> get(() -> parameterMap(this::changes))));
    }

    /** @param silent nodes that did not answer */
    private record SessionFigures(List<SessionsStatus> nodes, List<String> silent) {}

    /** Of one host; empty where it does not answer. */
    private record OfHost(String host, Optional<SessionsStatus> status) {}

    private CompletionStage<SessionFigures> sessions() {
        var asked = api.definition().hosts().stream()
                .map(HostDefinition::name)
                .map(host -> api.sessionsStatus()
                        .apply(host)
                        .<OfHost>handle((status, _) -> new OfHost(host, Optional.ofNullable(status)))
                        .toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).thenApply(_ -> {
            var all = asked.stream().map(CompletableFuture::join).toList();
            return new SessionFigures(
                    all.stream().flatMap(each -> each.status().stream()).toList(),
                    all.stream()
                            .filter(each -> each.status().isEmpty())
                            .map(OfHost::host)
                            .toList());
        });
    }

    private Route changes(Map<String, String> query) {
        return query.keySet().equals(BOTH)
                ? Directives.completeWithFuture(CompletableFuture.supplyAsync(
                        () -> changes(query.getOrDefault("from", ""), query.getOrDefault("to", "")), api.blocking()))
                : Directives.complete(Replies.problem(
                        StatusCodes.BAD_REQUEST,
                        "from and to are needed, and nothing else",
                        "give the configHash of two nodes, as mon-cluster has it"));
    }

    private HttpResponse changes(String from, String to) {
        try {
            return Revisions.of(api.home())
                    .differences(from, to)
                    .map(differences -> Replies.json(RevisionChanges.of(from, to, differences)))
                    .orElseGet(() -> Replies.problem(
                            StatusCodes.NOT_FOUND,
                            "%s does not keep both revisions"
                                    .formatted(api.definition().self().name()),
                            "ask a node that both were installed on, or compare the files in conf"));
        } catch (ConfigurationException e) {
            return Replies.problem(
                    StatusCodes.SERVICE_UNAVAILABLE,
                    String.valueOf(e.getMessage()),
                    "look into the log of that node's agent");
        }
    }
}
