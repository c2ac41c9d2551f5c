package io.github.batonha.actors.http;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;
import static org.apache.pekko.http.javadsl.server.Directives.post;

import io.github.batonha.actors.access.Caller;
import io.github.batonha.actors.access.Role;
import io.github.batonha.actors.api.HistoryEntry;
import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.metrics.Samples;
import io.github.batonha.actors.operations.Operations;
import io.github.batonha.actors.push.HomeFilesActor;
import io.github.batonha.actors.view.ClusterView;
import io.github.batonha.conf.model.HostDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1}: everything that the CLI can do. */
final class ApiRoutes {
    static final List<String> PATHS = Stream.of(
                    Stream.of(
                            "mon",
                            "mon-cluster",
                            "history",
                            "processes",
                            "logs/{process}",
                            "evidence/{process}",
                            "evidence/{process}/{folder}/{file}",
                            "events",
                            "probes",
                            "usage",
                            "metrics",
                            "aot-caches",
                            "session-figures",
                            "revision-changes",
                            "primary",
                            "primary/schedule",
                            "primary/cancel",
                            "primary/repair",
                            "operations",
                            "apply",
                            "push",
                            "files",
                            "files/content",
                            "drain",
                            "undrain"),
                    ConsoleRoutes.PATHS.stream(),
                    TokenRoutes.PATHS.stream(),
                    SessionRoutes.paths().stream())
            .flatMap(Function.identity())
            .map("/api/v1/"::concat)
            .toList();
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);

    private final AgentApi api;
    private final LogRoute logs;
    private final EvidenceRoutes evidence;
    private final EventRoute events;
    private final ResourcesRoute resources;
    private final UsageRoute usage;
    private final ProbeRoute probes;
    private final ConsoleRoutes console;
    private final TokenRoutes tokens;
    private final SessionRoutes sessions;
    private final FiguresRoutes figures;
    private final FileRoutes files;

    ApiRoutes(AgentApi api) {
        this.api = api;
        this.logs = new LogRoute(api);
        this.evidence = new EvidenceRoutes(api);
        this.events = new EventRoute(api);
        this.resources = new ResourcesRoute(api);
        this.usage = new UsageRoute(api);
        this.probes = new ProbeRoute(api);
        this.console = new ConsoleRoutes(api);
        this.tokens = new TokenRoutes(api);
        this.sessions = new SessionRoutes(api.sessions(), api::ownSessions);
        this.figures = new FiguresRoutes(api);
        this.files = new FileRoutes(api);
    }

    Route create() {
        return pathPrefix(
                "v1",
                () -> concat(
                        path("mon", () -> get(() -> Directives.extractRequest(this::mon))),
                        path("mon-cluster", () -> get(() -> Replies.route(ask(ClusterView.GetMonCluster::new)))),
                        path("history", () -> get(() -> Directives.extractRequest(this::history))),
                        path("processes", () -> get(() -> Directives.parameterMap(resources::answer))),
                        path(
                                PathMatchers.segment("logs").slash(PathMatchers.segment()),
                                process -> get(() -> Directives.parameterMap(query -> logs.answer(process, query)))),
                        evidence.create(),
                        path("events", () -> get(() -> events.create())),
                        path("probes", () -> get(() -> Directives.parameterMap(probes::answer))),
                        path("usage", () -> get(() -> Directives.parameterMap(usage::answer))),
                        path("metrics", () -> get(this::metrics)),
                        path(
                                "aot-caches",
                                () -> get(() ->
                                        Replies.route(CompletableFuture.supplyAsync(api.aotCaches(), api.blocking())))),
                        path("primary", () -> post(() -> OrderBody.route(this::setPrimary))),
                        path(
                                PathMatchers.segment("primary").slash("schedule"),
                                () -> post(() -> OrderBody.route(this::schedulePrimary))),
                        path(
                                PathMatchers.segment("primary").slash("cancel"),
                                () -> post(() -> OrderBody.route(this::cancelScheduled))),
                        path(
                                PathMatchers.segment("primary").slash("repair"),
                                () -> post(() -> OrderBody.route(this::repair))),
                        path("operations", () -> post(() -> OrderBody.route(this::operate))),
                        path("apply", () -> post(() -> OrderBody.route(this::apply))),
                        path(
                                "drain",
                                () -> concat(
                                        post(() -> OrderBody.route(this::drain)),
                                        get(() -> Directives.parameterMap(this::followDrain)))),
                        path("undrain", () -> post(() -> OrderBody.route(this::undrain))),
                        console.create(),
                        figures.create(),
                        files.create(),
                        path("push", () -> post(() -> OrderBody.route(this::push))),
                        tokens.create(),
                        sessions.create()));
    }

    private Route metrics() {
        return Replies.route(api.observer().now().thenApplyAsync(Samples::of, api.blocking()));
    }

    /** What processes wrote stands in it for those alone who may read logs. */
    private Route mon(HttpRequest request) {
        var isTrusted = Access.caller(request).role().suffices(Role.VIEWER);
        return Replies.route(ask(ClusterView.GetMon::new).thenApply(mon -> isTrusted ? mon : mon.forEverybody()));
    }

    private Route history(HttpRequest request) {
        var isTrusted = Access.caller(request).role().suffices(Role.VIEWER);
        return Replies.route(api.history()
                .get()
                .thenApply(entries -> isTrusted
                        ? entries
                        : entries.stream().map(HistoryEntry::forEverybody).toList()));
    }

    private <T> CompletionStage<T> ask(Function<ActorRef<T>, ClusterView.Command> question) {
        return AskPattern.ask(
                api.view(), question::apply, ANSWER_WITHIN, api.system().scheduler());
    }

    private CompletionStage<HttpResponse> setPrimary(String body, Caller caller) throws RequestBody.Unreadable {
        var request = RequestBody.setPrimary(body, caller);
        // Not the hosts that are confirmed down: one that was taken out of the definition may be among them.
        var target = request.target();
        return unknownHost(target)
                .<CompletionStage<HttpResponse>>map(CompletableFuture::completedFuture)
                .orElseGet(() -> progress(
                        replyTo -> api.operations().tell(new Operations.SetPrimary(request, replyTo)),
                        request.dryRun()));
    }

    private CompletionStage<HttpResponse> schedulePrimary(String body, Caller caller) throws RequestBody.Unreadable {
        var request = RequestBody.schedule(body, caller);
        return decided(request.target(), replyTo -> new Operations.SchedulePrimary(request, replyTo));
    }

    private CompletionStage<HttpResponse> cancelScheduled(String body, Caller caller) throws RequestBody.Unreadable {
        var request = RequestBody.cancel(body, caller);
        return decided(request.target(), replyTo -> new Operations.CancelScheduled(request, replyTo));
    }

    private CompletionStage<HttpResponse> decided(
            String target, Function<ActorRef<Progress>, Operations.Command> command) {
        return unknownHost(target)
                .<CompletionStage<HttpResponse>>map(CompletableFuture::completedFuture)
                .orElseGet(() -> progress(replyTo -> api.operations().tell(command.apply(replyTo)), false));
    }

    private CompletionStage<HttpResponse> repair(String body, Caller caller) throws RequestBody.Unreadable {
        var request = RequestBody.repair(body, caller);
        return progress(replyTo -> api.operations().tell(new Operations.Repair(request, replyTo)), request.dryRun());
    }

    private CompletionStage<HttpResponse> progress(Consumer<ActorRef<Progress>> ask, boolean isDryRun) {
        return Decision.answer(Lines.of(ask, Progress::isFinal), isDryRun, api.system());
    }

    private CompletionStage<HttpResponse> drain(String body, Caller caller) throws RequestBody.Unreadable {
        var request = RequestBody.drain(body, caller);
        return streamed(request.node(), replyTo -> new Operations.Drain(request, replyTo));
    }

    private Route followDrain(Map<String, String> query) {
        var node = query.get("node");
        return Directives.completeWithFuture(
                query.keySet().equals(Set.of("node"))
                        ? streamed(node, replyTo -> new Operations.FollowDrain(node, replyTo))
                        : CompletableFuture.completedFuture(Replies.problem(
                                StatusCodes.BAD_REQUEST, "can't use %s".formatted(query), "there is node=NAME")));
    }

    private CompletionStage<HttpResponse> undrain(String body, Caller caller) throws RequestBody.Unreadable {
        var request = RequestBody.undrain(body, caller);
        return streamed(request.node(), replyTo -> new Operations.Undrain(request, replyTo));
    }

    private CompletionStage<HttpResponse> streamed(
            @Nullable String node, Function<ActorRef<Progress>, Operations.Command> command) {
        return CompletableFuture.completedFuture(unknownHost(node)
                .orElseGet(() -> stream(
                        Lines.<Progress>of(replyTo -> api.operations().tell(command.apply(replyTo)), Progress::isFinal)
                                .map(Replies::line))));
    }

    private CompletionStage<HttpResponse> operate(String body, Caller caller) throws RequestBody.Unreadable {
        var operation = RequestBody.operation(body, caller);
        return CompletableFuture.completedFuture(unknownHost(operation.hosts())
                .or(() -> unknownName(operation))
                .orElseGet(() -> outcomes(replyTo -> new Operations.Operate(operation, replyTo))));
    }

    private CompletionStage<HttpResponse> apply(String body, Caller caller) throws RequestBody.Unreadable {
        var request = RequestBody.apply(body, caller);
        return CompletableFuture.completedFuture(unknownHost(request.hosts())
                .orElseGet(() -> outcomes(replyTo -> new Operations.Apply(request, replyTo))));
    }

    private CompletionStage<HttpResponse> push(String body, Caller caller) throws RequestBody.Unreadable {
        var request = RequestBody.push(body, caller);
        return CompletableFuture.completedFuture(
                replies(replyTo -> api.files().tell(new HomeFilesActor.Push(request, replyTo))));
    }

    private HttpResponse outcomes(Function<ActorRef<OperationReply>, Operations.Command> command) {
        return replies(replyTo -> api.operations().tell(command.apply(replyTo)));
    }

    private static HttpResponse replies(Consumer<ActorRef<OperationReply>> ask) {
        return stream(Lines.<OperationReply>of(ask, reply -> reply instanceof OperationReply.Finished)
                .mapConcat(reply -> switch (reply) {
                    case OperationReply.Happened(var outcome) -> List.of(outcome);
                    case OperationReply.Finished _ -> List.of();
                })
                .map(Replies::line));
    }

    private static HttpResponse stream(Source<ByteString, ?> lines) {
        return HttpResponse.create().withEntity(HttpEntities.create(Replies.NDJSON, lines));
    }

    private Optional<HttpResponse> unknownHost(@Nullable String asked) {
        return unknownHost(asked == null ? List.of() : List.of(asked));
    }

    private Optional<HttpResponse> unknownHost(List<String> asked) {
        var known = api.definition().hosts().stream().map(HostDefinition::name).toList();
        return asked.stream()
                .filter(host -> !known.contains(host))
                .findFirst()
                .map(host -> UnknownName.refusal("host", host, known));
    }

    private Optional<HttpResponse> unknownName(Operation operation) {
        return switch (operation.scope()) {
            case PROCESS ->
                UnknownName.check("process", operation.name(), api.definition().processNames());
            case GROUP ->
                UnknownName.check("group", operation.name(), api.definition().groups());
            case SERVER -> Optional.empty();
        };
    }
}
