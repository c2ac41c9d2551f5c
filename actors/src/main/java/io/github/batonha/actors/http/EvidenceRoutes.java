package io.github.batonha.actors.http;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.parameterMap;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathEnd;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;

import io.github.batonha.actors.api.EvidenceList;
import io.github.batonha.actors.logs.Logs;
import io.github.batonha.conf.model.HostDefinition;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;

/** Lists and reads the evidence of a process, of this node or of another one. */
final class EvidenceRoutes {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    private static final Set<String> OF_LIST = Set.of("node");
    private static final Set<String> OF_FILE = Set.of("node", "offset");

    private final AgentApi api;

    EvidenceRoutes(AgentApi api) {
        this.api = api;
    }

    Route create() {
        return pathPrefix(
                PathMatchers.segment("evidence").slash(PathMatchers.segment()),
                process -> concat(
                        pathEnd(() -> get(() -> parameterMap(query -> list(process, query)))),
                        path(
                                PathMatchers.segment().slash(PathMatchers.segment()),
                                (folder, file) ->
                                        get(() -> parameterMap(query -> read(process, folder, file, query))))));
    }

    private Route list(String process, Map<String, String> query) {
        return answer(process, query, OF_LIST, replyTo -> new Logs.ListEvidence(process, replyTo));
    }

    private Route read(String process, String folder, String file, Map<String, String> query) {
        return answer(
                process,
                query,
                OF_FILE,
                replyTo -> new Logs.ReadEvidence(
                        process, folder, file, Long.parseLong(query.getOrDefault("offset", "0")), replyTo));
    }

    private Route answer(
            String process,
            Map<String, String> query,
            Set<String> parameters,
            Function<ActorRef<Logs.EvidenceAnswer>, Logs.EvidenceRequest> question) {
        var definition = api.definition();
        var self = definition.self().name();
        var node = query.getOrDefault("node", self);
        var hosts = definition.hosts().stream().map(HostDefinition::name).toList();
        var refusal = UnknownName.check("process", process, definition.processNames())
                .or(() -> wrong(query, parameters))
                .or(() -> UnknownName.check("host", node, hosts));
        return refusal.map(Directives::complete)
                .orElseGet(() -> Directives.completeWithFuture(AskPattern.<Logs.Command, Logs.EvidenceAnswer>ask(
                                api.logs(),
                                replyTo -> {
                                    var request = question.apply(replyTo);
                                    return node.equals(self) ? request : new Logs.EvidenceOn(node, request);
                                },
                                ANSWER_WITHIN,
                                api.system().scheduler())
                        .thenApply(answer -> response(node, process, answer))
                        .exceptionally(_ -> Replies.problem(
                                StatusCodes.SERVICE_UNAVAILABLE,
                                "%s did not tell its evidence within %d s".formatted(node, ANSWER_WITHIN.toSeconds()),
                                "look whether it is up: baton mon-cluster"))));
    }

    private static Optional<HttpResponse> wrong(Map<String, String> query, Set<String> parameters) {
        return query.entrySet().stream()
                .filter(parameter -> !parameters.contains(parameter.getKey())
                        || (parameter.getKey().equals("offset")
                                && !parameter.getValue().matches("\\d{1,18}")))
                .findFirst()
                .map(parameter -> Replies.problem(
                        StatusCodes.BAD_REQUEST,
                        "can't use %s=%s".formatted(parameter.getKey(), parameter.getValue()),
                        "there are node=NAME, and for a file offset=BYTES"));
    }

    private static HttpResponse response(String node, String process, Logs.EvidenceAnswer answer) {
        return switch (answer) {
            case Logs.EvidenceListed(var folders) -> Replies.json(new EvidenceList(node, process, folders));
            case Logs.EvidencePiece piece ->
                HttpResponse.create().withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, piece.bytes()));
            case Logs.NoEvidence(var why, var reason) ->
                switch (why) {
                    case MISSING ->
                        Replies.problem(
                                StatusCodes.NOT_FOUND, reason, "the list says what there is; old evidence is removed");
                    case NO_TEXT ->
                        Replies.problem(
                                StatusCodes.CONFLICT,
                                reason,
                                "copy it from logs/%s/evidence on its host".formatted(node));
                    case FAILED ->
                        Replies.problem(
                                StatusCodes.SERVICE_UNAVAILABLE, reason, "look into the log of that node's agent");
                };
        };
    }
}
