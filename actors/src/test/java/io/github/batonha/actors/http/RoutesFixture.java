package io.github.batonha.actors.http;

import static io.github.batonha.actors.fixture.Definitions.hosts;
import static io.github.batonha.actors.fixture.Definitions.primaryOnly;
import static io.github.batonha.actors.fixture.Definitions.role;
import static io.github.batonha.actors.fixture.Definitions.server;
import static io.github.batonha.actors.fixture.Definitions.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.github.batonha.actors.access.CertificateUsers;
import io.github.batonha.actors.access.ConsoleSessions;
import io.github.batonha.actors.access.Identities;
import io.github.batonha.actors.access.Logins;
import io.github.batonha.actors.api.AotCaches;
import io.github.batonha.actors.api.ApplyRequest;
import io.github.batonha.actors.api.CancelRequest;
import io.github.batonha.actors.api.DrainRequest;
import io.github.batonha.actors.api.HistoryEntry;
import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.api.ProbeReport;
import io.github.batonha.actors.api.ProcessDetail;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.Reason;
import io.github.batonha.actors.api.RepairRequest;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.api.ScheduleRequest;
import io.github.batonha.actors.api.SetPrimaryRequest;
import io.github.batonha.actors.api.UndrainRequest;
import io.github.batonha.actors.audit.AuditLog;
import io.github.batonha.actors.events.EventLog;
import io.github.batonha.actors.events.EventSink;
import io.github.batonha.actors.events.EventsActor;
import io.github.batonha.actors.fixture.Definitions;
import io.github.batonha.actors.health.HealthBoard;
import io.github.batonha.actors.health.HealthFacts;
import io.github.batonha.actors.launch.LastLooks;
import io.github.batonha.actors.logs.Logs;
import io.github.batonha.actors.metrics.Observations;
import io.github.batonha.actors.metrics.Observer;
import io.github.batonha.actors.metrics.ProbeReports;
import io.github.batonha.actors.operations.Operations;
import io.github.batonha.actors.push.HomeFilesActor;
import io.github.batonha.actors.push.PushDeps;
import io.github.batonha.actors.sessions.SessionAccess;
import io.github.batonha.actors.sessions.SessionsResources;
import io.github.batonha.actors.sessions.SessionsStatus;
import io.github.batonha.actors.tokens.TokenStore;
import io.github.batonha.actors.tokens.TokensActor;
import io.github.batonha.actors.usage.Usages;
import io.github.batonha.actors.view.ClusterView;
import io.github.batonha.actors.wire.Wire;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.CurrentDefinition;
import io.github.batonha.conf.model.HttpSettings;
import io.github.batonha.conf.model.HttpSettings.Anonymous;
import io.github.batonha.conf.model.ProxySettings;
import io.github.batonha.conf.model.SessionSettings;
import io.github.batonha.supervision.drain.DrainState;
import io.github.batonha.supervision.run.Resources;
import io.github.batonha.test.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.http.javadsl.server.Route;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An agent's routes over HTTP, with what answers behind them: a view, events, logs, and hands that only take notes. */
abstract class RoutesFixture {
    static final String TOKEN = "a-token-of-this-test";
    static final Identities IDENTITIES = new Identities(
            "NodeA",
            TOKEN,
            Path.of("/home/run/NodeA/token"),
            new Logins(new byte[32], System::nanoTime),
            CertificateUsers.NONE,
            (_, _) -> Optional.empty(),
            ConsoleSessions.open(System::nanoTime));
    static final ObjectMapper JSON = new ObjectMapper();
    static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path logs;

    final ActorTestKit kit =
            ActorTestKit.create(ConfigFactory.parseResources("agent.conf").withOnlyPath("pekko.http"));
    final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    final HttpClient client = HttpClient.newHttpClient();
    final AtomicBoolean isMember = new AtomicBoolean(true);
    final AtomicReference<DrainState> drain = new AtomicReference<>(new DrainState.Serving());
    final Hands hands = new Hands();
    ActorRef<ClusterView.Command> view = kit.system().deadLetters().narrow();
    EventLog events;
    AuditLog audit;
    final LastLooks looks = new LastLooks();
    final Observer observer = new Observer(System::nanoTime);

    @Nullable
    Route routes;

    private @Nullable ActorRef<TokensActor.Command> tokensActor;

    String base = "";

    /** Does what a primary and processes would do, without any. */
    static final class Hands implements Operations.NodeOperations {
        final List<String> done = new CopyOnWriteArrayList<>();

        @Override
        public void setPrimary(SetPrimaryRequest request, ActorRef<Progress> replyTo) {
            done.add("primary");
            replyTo.tell(new Progress(Progress.Phase.ASK, "asking", 1, Progress.Outcome.RUNNING, "", List.of()));
            if (request.dryRun()) {
                var reason = new Reason(
                        "host-silent", "NodeB is silent", "confirm it down", List.of("NodeB"), false, List.of());
                replyTo.tell(new Progress(
                        Progress.Phase.ASK,
                        "NodeB is silent",
                        2,
                        Progress.Outcome.REFUSED,
                        "confirm it down",
                        List.of("NodeB"),
                        List.of(reason),
                        List.of()));
                return;
            }
            replyTo.tell(
                    new Progress(Progress.Phase.COMMIT, "by " + request.by(), 2, Progress.Outcome.DONE, "", List.of()));
            replyTo.tell(new Progress(Progress.Phase.STOP, "never seen", 3, Progress.Outcome.RUNNING, "", List.of()));
        }

        @Override
        public void schedule(ScheduleRequest request, ActorRef<Progress> replyTo) {
            done.add("schedule %s %s %s".formatted(request.at(), request.caller(), request.override()));
            replyTo.tell(
                    new Progress(Progress.Phase.WAIT, "by " + request.by(), 1, Progress.Outcome.DONE, "", List.of()));
        }

        @Override
        public void cancelScheduled(CancelRequest request, ActorRef<Progress> replyTo) {
            done.add("cancel " + request.reason());
            replyTo.tell(
                    new Progress(Progress.Phase.WAIT, "by " + request.by(), 1, Progress.Outcome.DONE, "", List.of()));
        }

        @Override
        public void repair(RepairRequest request, ActorRef<Progress> replyTo) {
            done.add("repair");
            replyTo.tell(
                    new Progress(Progress.Phase.REPAIR, "by " + request.by(), 1, Progress.Outcome.DONE, "", List.of()));
        }

        @Override
        public void operate(Operation operation, ActorRef<OperationReply> replyTo) {
            done.add(operation.action().name());
            replyTo.tell(new OperationReply.Happened(new Outcome("NodeA", operation.name(), Result.DONE, "")));
            replyTo.tell(new OperationReply.Finished("NodeA"));
        }

        @Override
        public void drain(DrainRequest request, ActorRef<Progress> replyTo) {
            done.add("drain %d %s %s".formatted(request.deadlineSeconds(), request.stop(), request.force()));
            replyTo.tell(new Progress(Progress.Phase.DRAIN, "drained", 1, Progress.Outcome.DONE, "", List.of()));
        }

        @Override
        public void followDrain(ActorRef<Progress> replyTo) {
            done.add("followDrain");
            replyTo.tell(new Progress(Progress.Phase.DRAIN, "followed", 1, Progress.Outcome.DONE, "", List.of()));
        }

        @Override
        public void undrain(UndrainRequest request, ActorRef<Progress> replyTo) {
            done.add("undrain");
            replyTo.tell(new Progress(Progress.Phase.DRAIN, "undrained", 1, Progress.Outcome.DONE, "", List.of()));
        }

        @Override
        public void apply(ApplyRequest request, ActorRef<OperationReply> replyTo) {
            done.add("apply %s %s".formatted(request.dryRun(), request.shown()));
            replyTo.tell(new OperationReply.Happened(new Outcome("NodeA", "", Result.DONE, "it runs")));
            replyTo.tell(new OperationReply.Finished("NodeA"));
        }

        @Override
        public void look(ActorRef<MonCluster> replyTo) {
            replyTo.tell(new MonCluster(null, List.of()));
        }

        @Override
        public void endAgent() {
            done.add("end");
        }
    }

    @BeforeEach
    void serve() throws Exception {
        var settings = Definitions.SETTINGS.withHttp(
                new HttpSettings(List.of(), anonymous(), HttpSettings.Tls.OFF, proxies(), Map.of()));
        var definition = Definitions.of(
                settings, "NodeA", hosts("NodeA", "NodeB"), server("WEB_SERVER", true), primaryOnly("CONSOLIDATOR"));
        var board = new HealthBoard(definition, System::nanoTime);
        audit = AuditLog.of(logs, logs, 1 << 20, InstantSource.system(), System::nanoTime);
        events = EventLog.open(logs, "NodeA", InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z")));
        view = kit.spawn(ClusterView.create(
                        definition,
                        Instant.EPOCH,
                        (_, _) -> {},
                        health -> board.post(new HealthFacts(health, drain.get(), isMember.get(), true, "", "")),
                        () -> "",
                        EventSink.NONE,
                        System::nanoTime))
                .narrow();
        var tokens = TokenStore.open(logs, InstantSource.system());
        var identities = new Identities(
                "NodeA",
                TOKEN,
                Path.of("/home/run/NodeA/token"),
                IDENTITIES.logins(),
                CertificateUsers.NONE,
                tokens::check,
                ConsoleSessions.open(System::nanoTime));
        var itsTokens = kit.spawn(TokensActor.create(
                tokens,
                "NodeA",
                List.of("NodeA", "NodeB"),
                this::tellOther,
                identities.console().handOvers()));
        tokensActor = itsTokens;
        var api = new AgentApi(
                kit.system(),
                new CurrentDefinition(definition),
                kit.spawn(Logs.create(logs, Set.of("WEB_SERVER", "CONSOLIDATOR")::contains, this::tellOther, blocking)),
                identities,
                audit,
                blocking,
                view,
                kit.spawn(Operations.create(definition, (_, _) -> {}, hands, System::nanoTime)),
                kit.spawn(EventsActor.create(events, "NodeA", (_, _) -> {}, blocking)),
                kit.spawn(
                        Usages.create(view, logs.resolve("usage"), this::tellOther, InstantSource.system(), blocking)),
                kit.spawn(ProbeReports.create(
                        new CurrentDefinition(definition), looks, this::tellOther, InstantSource.system())),
                InstantSource.system(),
                () -> CompletableFuture.completedFuture(
                        List.of(new ProcessDetail("WEB_SERVER", "", List.of(), List.of(), "port", ""))),
                () -> Map.of(
                        "WEB_SERVER",
                        new Resources(2, Duration.ofMillis(1500), 1 << 20, -1, 7, 30, 1024, Optional.empty())),
                () -> new AotCaches(
                        "NodeA",
                        7,
                        1 << 20,
                        List.of(new AotCaches.OfProcess(
                                "WEB_SERVER",
                                AotCaches.State.USED,
                                new AotCaches.Cache(
                                        "WEB_SERVER.0123456789abcdef.7.aot",
                                        "WEB_SERVER",
                                        7,
                                        Instant.parse("2026-01-02T03:04:05Z"),
                                        Instant.parse("2026-01-02T04:04:05Z")),
                                ""))),
                () -> CompletableFuture.completedFuture(List.of(new HistoryEntry(
                        1,
                        null,
                        "NodeA",
                        "op",
                        "",
                        Instant.parse("2026-01-02T03:04:05Z"),
                        List.of(),
                        HistoryEntry.Outcome.REFUSED,
                        "the fence command failed: its password is s3cret",
                        List.of(),
                        List.of(new HistoryEntry.Phase("ask", "NodeA", 1.5))))),
                sessions(),
                host -> host.equals("NodeA")
                        ? CompletableFuture.completedFuture(
                                new SessionsStatus(host, 10, 2000, 4000, true, List.of(), 5, 1, 0, 50, 0, "", true))
                        : CompletableFuture.failedFuture(new IllegalStateException("silent")),
                new BatonHome(logs),
                itsTokens,
                board,
                observer,
                kit.spawn(HomeFilesActor.create(new PushDeps(
                        new CurrentDefinition(definition),
                        new BatonHome(logs),
                        Map.of(),
                        this::tellOther,
                        blocking,
                        InstantSource.system(),
                        audit,
                        EventSink.NONE,
                        PushDeps.PACE))));
        observer.from(() -> CompletableFuture.completedFuture(Observations.two()));
        routes = AgentRoutes.guarded(api, AgentRoutes.create(api));
        base = "http://127.0.0.1:%d".formatted(open(Optional.empty()));
        said("WEB_SERVER", ProcessState.HEALTHY);
        said("CONSOLIDATOR", ProcessState.STANDBY);
        view.tell(new ClusterView.PrimarySaid(role(Role.SECONDARY, null, 0)));
        awaitCheck("/health/ready", 200, "UP");
    }

    /** Serves the same routes at one more port. */
    int open(Optional<Supplier<SSLEngine>> tls) {
        return AgentServer.open(kit.system(), "127.0.0.1", 0, Objects.requireNonNull(routes), tls, System::nanoTime)
                .toCompletableFuture()
                .join()
                .localAddress()
                .getPort();
    }

    /** What is open without a token. */
    Anonymous anonymous() {
        return Anonymous.VIEW;
    }

    /** Those that may name users. */
    ProxySettings proxies() {
        return ProxySettings.DEFAULT;
    }

    void awaitCheck(String path, int status, String words) {
        Await.until("%s to say %d %s".formatted(path, status, words), SOON, () -> {
            var response = get(path);
            return response.statusCode() == status && response.body().contains(words);
        });
    }

    /** NodeB answers what it is asked; NodeC can't be reached. */
    void tellOther(String host, Wire message) {
        if (host.equals("NodeB") && message instanceof Usages.Ask ask) {
            kit.spawn(Usages.create(view, logs.resolve("usage"), (_, _) -> {}, InstantSource.system(), blocking))
                    .tell(ask);
        }
        if (host.equals("NodeB") && message instanceof ProbeReports.Ask ask) {
            ask.replyTo().tell(new ProbeReport("NodeB", ask.process(), Instant.EPOCH, List.of()));
        }
        if (host.equals("NodeB") && message instanceof TokensActor.HandOver handOver) {
            // One node plays both: it vouches to itself.
            Objects.requireNonNull(tokensActor).tell(handOver);
        }
        if (host.equals("NodeB") && message instanceof Logs.Command read) {
            try {
                var other = Files.createDirectories(logs.resolve("other"));
                Files.writeString(other.resolve("WEB_SERVER.log"), "of NodeB\n");
                kit.spawn(Logs.create(other, "WEB_SERVER"::equals, (_, _) -> {}, blocking))
                        .tell(read);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    SessionAccess sessions() throws IOException {
        var hold = SessionsResources.open(
                "NodeA", logs, SessionSettings.DEFAULT, InstantSource.system(), System::nanoTime);
        return new SessionAccess(hold, _ -> {}, Duration.ofMinutes(30));
    }

    @AfterEach
    void shutDown() {
        client.close();
        kit.shutdownTestKit();
        blocking.close();
        events.close();
        audit.close();
    }

    void said(String process, ProcessState state) {
        view.tell(new ClusterView.ProcessSaid(status(process, state)));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(SOON);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    HttpRequest.Builder authorized(String path) {
        return request(path).header("Authorization", "Bearer " + TOKEN);
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(authorized(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    static void assertProblem(HttpResponse<String> response, int status) throws IOException {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(json(response).get("status").asInt()).isEqualTo(status);
        assertThat(json(response).get("remedy").asText()).isNotEmpty();
    }
}
