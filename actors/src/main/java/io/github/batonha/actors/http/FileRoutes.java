package io.github.batonha.actors.http;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.parameterMap;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.withRequestTimeout;

import io.github.batonha.actors.api.HomeFileList;
import io.github.batonha.actors.push.HomeFilesActor;
import io.github.batonha.actors.push.HomeFilesActor.FileAnswer;
import io.github.batonha.actors.push.HomeFilesActor.FileRequest;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.push.HomeFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

/** The files of any home that all nodes should have alike: a list with hashes, and one of them as text without secrets. */
final class FileRoutes {
    /** A home may have 2 GiB, which are hashed. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
    /** Of a node that looks at no file for it: so one that can't be reached is told apart from one that hashes. */
    private static final Duration SIGN_OF_LIFE_WITHIN = Duration.ofSeconds(4);
    /** The server's own limit is less than a node may take. */
    private static final Duration REQUEST_WITHIN = Duration.ofSeconds(40);

    private final AgentApi api;

    FileRoutes(AgentApi api) {
        this.api = api;
    }

    Route create() {
        return concat(
                path("files", () -> answered(query -> checked(query, Set.of("node"), this::list))),
                path(
                        PathMatchers.segment("files").slash("content"),
                        () -> answered(query -> checked(
                                query,
                                Set.of("node", "path"),
                                node -> content(node, query.getOrDefault("path", ""))))));
    }

    private static Route answered(Function<Map<String, String>, Route> route) {
        return withRequestTimeout(REQUEST_WITHIN, () -> get(() -> parameterMap(route)));
    }

    private Route checked(
            Map<String, String> query, Set<String> known, Function<String, CompletionStage<HttpResponse>> answer) {
        var definition = api.definition();
        var node = query.getOrDefault("node", definition.self().name());
        var hosts = definition.hosts().stream().map(HostDefinition::name).toList();
        var refusal = wrong(query, known).or(() -> UnknownName.check("host", node, hosts));
        return refusal.map(Directives::complete)
                .orElseGet(() -> Directives.completeWithFuture(answer.apply(node)
                        .exceptionally(_ -> Replies.problem(
                                StatusCodes.SERVICE_UNAVAILABLE,
                                "%s did not tell its files within %d s".formatted(node, ANSWER_WITHIN.toSeconds()),
                                "look whether it is up: baton mon-cluster"))));
    }

    private static Optional<HttpResponse> wrong(Map<String, String> query, Set<String> known) {
        var isWrong = !known.containsAll(query.keySet()) || (known.contains("path") && !query.containsKey("path"));
        return isWrong
                ? Optional.of(Replies.problem(
                        StatusCodes.BAD_REQUEST,
                        "can't use these parameters",
                        "there are node=NAME, and for content path=PATH as the list has it"))
                : Optional.empty();
    }

    private boolean isHere(String node) {
        return node.equals(api.definition().self().name());
    }

    private CompletionStage<FileAnswer> ask(
            String node, Function<ActorRef<FileAnswer>, FileRequest> question, Duration within) {
        return AskPattern.<HomeFilesActor.Command, FileAnswer>ask(
                api.files(),
                replyTo -> {
                    var request = question.apply(replyTo);
                    return isHere(node) ? request : new HomeFilesActor.FilesOn(node, request);
                },
                within,
                api.system().scheduler());
    }

    private CompletionStage<HttpResponse> list(String node) {
        return isHere(node)
                ? pages(node, new ArrayList<>())
                : answers(node)
                        .thenCompose(isThere -> isThere
                                ? pages(node, new ArrayList<>())
                                : CompletableFuture.completedFuture(Replies.problem(
                                        StatusCodes.SERVICE_UNAVAILABLE,
                                        "no answer from %s within %d s"
                                                .formatted(node, SIGN_OF_LIFE_WITHIN.toSeconds()),
                                        "look whether its agent runs: baton mon-cluster")));
    }

    private CompletionStage<Boolean> answers(String node) {
        return ask(node, HomeFilesActor.ListFiles::asSignOfLife, SIGN_OF_LIFE_WITHIN)
                .handle((_, failure) -> failure == null);
    }

    private CompletionStage<HttpResponse> pages(String node, List<HomeFile> before) {
        return ask(node, replyTo -> new HomeFilesActor.ListFiles(before.size(), replyTo), ANSWER_WITHIN)
                .thenCompose(answer -> switch (answer) {
                    case HomeFilesActor.FilesListed page -> onPage(node, before, page);
                    case HomeFilesActor.NoFile no -> CompletableFuture.completedFuture(refusal(no));
                    case HomeFilesActor.FileText _, HomeFilesActor.OfNodes _ ->
                        throw new IllegalStateException("no answer to a list");
                });
    }

    private CompletionStage<HttpResponse> onPage(String node, List<HomeFile> before, HomeFilesActor.FilesListed page) {
        before.addAll(page.files());
        if (before.size() < page.total() && !page.files().isEmpty()) {
            return pages(node, before);
        }
        var files = before.stream()
                .map(file -> new HomeFileList.File(file.path(), file.bytes(), file.sha256(), file.isExecutable()))
                .toList();
        return CompletableFuture.completedFuture(Replies.json(new HomeFileList(node, files, page.withheld())));
    }

    private CompletionStage<HttpResponse> content(String node, String path) {
        return ask(node, replyTo -> new HomeFilesActor.ShowFile(path, replyTo), ANSWER_WITHIN)
                .thenApply(answer -> switch (answer) {
                    case HomeFilesActor.FileText(var text) ->
                        HttpResponse.create().withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, text));
                    case HomeFilesActor.NoFile no -> refusal(no);
                    case HomeFilesActor.FilesListed _, HomeFilesActor.OfNodes _ ->
                        throw new IllegalStateException("no answer to a question for content");
                });
    }

    private static HttpResponse refusal(HomeFilesActor.NoFile no) {
        return switch (no.why()) {
            case MISSING ->
                Replies.problem(
                        StatusCodes.NOT_FOUND,
                        no.reason(),
                        "GET /api/v1/files has those that there are; keys never are");
            case NO_TEXT -> Replies.problem(StatusCodes.CONFLICT, no.reason(), "compare its hash");
            case FAILED ->
                Replies.problem(StatusCodes.SERVICE_UNAVAILABLE, no.reason(), "look into the log of that node's agent");
        };
    }
}
