package io.github.batonha.actors.http;

import static io.github.batonha.actors.fixture.Definitions.hosts;
import static io.github.batonha.actors.fixture.Definitions.primaryOnly;
import static io.github.batonha.actors.fixture.Definitions.role;
import static io.github.batonha.actors.fixture.Definitions.server;
import static io.github.batonha.actors.fixture.Definitions.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.github.batonha.actors.api.ApplyRequest;
import io.github.batonha.actors.api.DrainRequest;
import io.github.batonha.actors.api.HistoryEntry;
import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.api.ProcessDetail;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.Reason;
import io.github.batonha.actors.api.RepairRequest;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.api.SetPrimaryRequest;
import io.github.batonha.actors.api.UndrainRequest;
import io.github.batonha.actors.events.EventLog;
import io.github.batonha.actors.events.EventSink;
import io.github.batonha.actors.events.EventsActor;
import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.actors.fixture.Definitions;
import io.github.batonha.actors.health.HealthBoard;
import io.github.batonha.actors.health.HealthFacts;
import io.github.batonha.actors.logs.Logs;
import io.github.batonha.actors.operations.Operations;
import io.github.batonha.actors.sessions.SessionAccess;
import io.github.batonha.actors.sessions.SessionsResources;
import io.github.batonha.actors.view.ClusterView;
import io.github.batonha.actors.wire.Wire;
import io.github.batonha.conf.CurrentDefinition;
import io.github.batonha.conf.SessionSettings;
import io.github.batonha.supervision.drain.DrainOrder;
import io.github.batonha.supervision.drain.DrainState;
import io.github.batonha.supervision.run.Resources;
import io.github.batonha.test.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentRoutesTest {
    private static final String TOKEN = "a-token-of-this-test";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path logs;

    private final ActorTestKit kit =
            ActorTestKit.create(ConfigFactory.parseResources("agent.conf").withOnlyPath("pekko.http"));
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicBoolean isMember = new AtomicBoolean(true);
    private final AtomicReference<DrainState> drain = new AtomicReference<>(new DrainState.Serving());
    private final Hands hands = new Hands();
    private ActorRef<ClusterView.Command> view = kit.system().deadLetters().narrow();
    private EventLog events;
    private String base = "";

    /** Does what a primary and processes would do, without any. */
    private static final class Hands implements Operations.NodeOperations {
        final List<String> done = new CopyOnWriteArrayList<>();

        @Override
        public void setPrimary(SetPrimaryRequest request, ActorRef<Progress> replyTo) {
            replyTo.tell(new Progress(Progress.Phase.ASK, "asking", 1, Progress.Outcome.RUNNING, "", List.of()));
            if (request.dryRun()) {
                var reason = new Reason("host-silent", "NodeB is silent", "confirm it down", List.of("NodeB"), false);
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
        public void repair(RepairRequest request, ActorRef<Progress> replyTo) {
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
            throw new AssertionError("nothing rolls here");
        }

        @Override
        public void endAgent() {
            done.add("end");
        }
    }

    @BeforeEach
    void serve() throws Exception {
        var definition = Definitions.of(
                "NodeA", hosts("NodeA", "NodeB"), server("WEB_SERVER", true), primaryOnly("CONSOLIDATOR"));
        var board = new HealthBoard(definition, System::nanoTime);
        events = EventLog.open(logs, "NodeA", InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z")));
        view = kit.spawn(ClusterView.create(
                        definition,
                        Instant.EPOCH,
                        (_, _) -> {},
                        health -> board.post(new HealthFacts(health, drain.get(), isMember.get(), true)),
                        EventSink.NONE,
                        System::nanoTime))
                .narrow();
        var api = new AgentApi(
                kit.system(),
                new CurrentDefinition(definition),
                kit.spawn(Logs.create(
                        logs,
                        Set.of("WEB_SERVER", "CONSOLIDATOR")::contains,
                        this::tellOther,
                        ForkJoinPool.commonPool())),
                TOKEN,
                Path.of("/home/run/NodeA/token"),
                ForkJoinPool.commonPool(),
                view,
                kit.spawn(Operations.create(definition, (_, _) -> {}, hands)),
                kit.spawn(EventsActor.create(events, "NodeA", (_, _) -> {}, ForkJoinPool.commonPool())),
                InstantSource.system(),
                () -> CompletableFuture.completedFuture(
                        List.of(new ProcessDetail("WEB_SERVER", "", List.of(), List.of(), "port", ""))),
                () -> Map.of(
                        "WEB_SERVER",
                        new Resources(2, Duration.ofMillis(1500), 1 << 20, -1, 7, 30, 1024, Optional.empty())),
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
                () -> CompletableFuture.failedFuture(new IllegalStateException("nobody asks here")),
                board);
        var binding = AgentServer.open(kit.system(), "127.0.0.1", 0, AgentRoutes.create(api), System::nanoTime)
                .toCompletableFuture()
                .get();
        base = "http://127.0.0.1:%d".formatted(binding.localAddress().getPort());
        said("WEB_SERVER", ProcessState.HEALTHY);
        said("CONSOLIDATOR", ProcessState.STANDBY);
        view.tell(new ClusterView.PrimarySaid(role(Role.SECONDARY, null, 0)));
        awaitCheck("/health/ready", 200, "UP");
    }

    private void awaitCheck(String path, int status, String words) {
        Await.until("%s to say %d %s".formatted(path, status, words), SOON, () -> {
            var response = get(path);
            return response.statusCode() == status && response.body().contains(words);
        });
    }

    /** NodeB answers what it is asked; NodeC can't be reached. */
    private void tellOther(String host, Wire message) {
        if (host.equals("NodeB") && message instanceof Logs.Open open) {
            try {
                var other = Files.createDirectories(logs.resolve("other"));
                Files.writeString(other.resolve("WEB_SERVER.log"), "of NodeB\n");
                kit.spawn(Logs.create(other, "WEB_SERVER"::equals, (_, _) -> {}, ForkJoinPool.commonPool()))
                        .tell(open);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private SessionAccess sessions() throws IOException {
        var hold = SessionsResources.open(
                "NodeA", logs, SessionSettings.DEFAULT, InstantSource.system(), System::nanoTime);
        return new SessionAccess(hold, _ -> {}, Duration.ofMinutes(30));
    }

    @AfterEach
    void shutDown() {
        client.close();
        kit.shutdownTestKit();
        events.close();
    }

    private void said(String process, ProcessState state) {
        view.tell(new ClusterView.ProcessSaid(status(process, state)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(SOON);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    private HttpRequest.Builder authorized(String path) {
        return request(path).header("Authorization", "Bearer " + TOKEN);
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    private static void assertProblem(HttpResponse<String> response, int status) throws IOException {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(json(response).get("status").asInt()).isEqualTo(status);
        assertThat(json(response).get("remedy").asText()).isNotEmpty();
    }

    @Test
    void whenMonIsAsked_thenAllFieldsAreThereAlsoWhereTheyAreNull() throws Exception {
        var mon = json(get("/api/v1/mon"));

        assertThat(mon.get("node").asText()).isEqualTo("NodeA");
        assertThat(mon.get("startedAt").asText()).isEqualTo("1970-01-01T00:00:00Z");
        var process = mon.get("processes").get(0);
        assertThat(process.get("name").asText()).isEqualTo("WEB_SERVER");
        assertThat(process.get("status").asText()).isEqualTo("HEALTHY");
        assertThat(process.has("pid")).isTrue();
        assertThat(process.get("pid").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/mon",
                "/api/v1/mon-cluster",
                "/api/v1/history",
                "/api/v1/processes?resources=true",
                "/health/ready",
                "/health/status",
                "/health/live",
                "/health/primary",
                "/health/secondary"
            })
    void givenAProcessThatWroteAPassword_whenSomebodyWithoutTheTokenReads_thenItIsNotThere(String path)
            throws Exception {
        view.tell(new ClusterView.ProcessSaid(new ProcessStatus(
                "WEB_SERVER",
                "GROUP",
                null,
                8001,
                ProcessState.MISSING,
                0,
                0,
                0,
                0,
                false,
                "exit status 1; it last wrote: password=s3cret",
                "exit status 1")));
        awaitCheck("/health/status", 503, "MISSING");

        assertThat(get(path).body()).doesNotContain("s3cret");
        assertThat(send(request(path).header("Authorization", "Bearer wrong")).body())
                .doesNotContain("s3cret");

        assertThat(json(get("/health/ready")).get("reasons").toString())
                .isEqualTo("[\"WEB_SERVER is MISSING: exit status 1\"]");
        assertThat(json(get("/api/v1/mon"))
                        .get("processes")
                        .get(0)
                        .get("message")
                        .asText())
                .isEqualTo("exit status 1");
        assertThat(send(authorized("/api/v1/mon")).body()).contains("it last wrote: password=s3cret");
        assertThat(send(authorized("/api/v1/history")).body()).contains("s3cret");
    }

    @Test
    void whenMonClusterIsAsked_thenAHostNeverHeardIsDownAndNobodyIsPrimary() throws Exception {
        var screen = json(get("/api/v1/mon-cluster"));

        assertThat(screen.get("primary").isNull()).isTrue();
        assertThat(screen.get("nodes").get(0).get("state").asText()).isEqualTo("UP");
        assertThat(screen.get("nodes").get(1).get("state").asText()).isEqualTo("DOWN");
        assertThat(screen.get("nodes").get(1).get("ageSeconds").asInt()).isEqualTo(-1);
    }

    @Test
    void whenHistoryAndProcessesAreAsked_thenTheyAreLists() throws Exception {
        assertThat(json(get("/api/v1/history")).get(0).get("at").asText()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(json(get("/api/v1/processes")).get(0).get("monitor").asText())
                .isEqualTo("port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/logs/WEB_SERVER", "/api/v1/primary", "/api/v1/operations", "/api/v1/drain"})
    void givenNoToken_whenATokenRouteIsAsked_thenItIsRefusedAndSaysWhereTheTokenIs(String path) throws Exception {
        var request = path.contains("logs") ? request(path) : request(path).POST(BodyPublishers.ofString("{}"));

        var without = send(request);
        var wrong = send(request.header("Authorization", "Bearer wrong"));

        assertProblem(without, 401);
        assertProblem(wrong, 401);
        assertThat(json(without).get("remedy").asText()).contains("/home/run/NodeA/token");
        assertThat(without.body()).doesNotContain(TOKEN);
        assertThat(without.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
    }

    @Test
    void whenSetPrimaryIsAsked_thenLinesComeUntilTheFinalOne() throws Exception {
        var response = send(authorized("/api/v1/primary").POST(BodyPublishers.ofString("{\"by\":\"op\"}")));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
        var lines = response.body().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(JSON.readTree(lines.getLast()).get("outcome").asText()).isEqualTo("done");
        assertThat(JSON.readTree(lines.getLast()).get("text").asText()).isEqualTo("by op");
        assertThat(JSON.readTree(lines.getLast()).has("final")).isFalse();
    }

    @Test
    void givenTheTargetIsSilent_whenSetPrimaryIsAsked_thenItIsUnreachable() throws Exception {
        var response = send(authorized("/api/v1/primary").POST(BodyPublishers.ofString("{\"target\":\"NodeB\"}")));

        assertProblem(response, 503);
        assertThat(json(response).get("type").asText()).isEqualTo("/problems/target-unreachable");
        assertThat(json(response).get("detail").asText()).contains("NodeB does not answer");
    }

    @Test
    void givenARefusalBeforeAnythingWasBegun_whenSetPrimaryIsAsked_thenAProblemWithItsReasons() throws Exception {
        var response = send(authorized("/api/v1/primary").POST(BodyPublishers.ofString("{\"dryRun\":true}")));

        assertProblem(response, 409);
        assertThat(json(response).get("type").asText()).isEqualTo("/problems/refused");
        assertThat(json(response).get("detail").asText()).isEqualTo("NodeB is silent");
        var reason = json(response).get("reasons").get(0);
        assertThat(reason.get("code").asText()).isEqualTo("host-silent");
        assertThat(reason.get("hosts").get(0).asText()).isEqualTo("NodeB");
        assertThat(reason.get("overridable").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"override\":[\"host-silent\"],\"reason\":\"x\"} | can't be overridden",
                "{\"override\":[\"config-differs\"]} | needs a \"reason\""
            })
    void givenAnOverrideThatCantBe_whenSetPrimaryIsAsked_thenItIsABadRequest(String body, String why) throws Exception {
        var response = send(authorized("/api/v1/primary").POST(BodyPublishers.ofString(body)));

        assertProblem(response, 400);
        assertThat(json(response).get("detail").asText()).contains(why);
    }

    @Test
    void whenARepairIsAsked_thenItsLinesCome() throws Exception {
        var response = send(authorized("/api/v1/primary/repair").POST(BodyPublishers.ofString("{}")));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"text\":\"by api\"");
    }

    @Test
    void givenAHostIsSilent_whenEveryNodeIsAsked_thenItFailsAndTheOthersGoOn() throws Exception {
        var body = "{\"action\":\"START\",\"scope\":\"SERVER\",\"everyNode\":true}";

        var response = send(authorized("/api/v1/operations").POST(BodyPublishers.ofString(body)));

        assertThat(response.body().lines()).hasSize(2);
        assertThat(response.body()).contains("\"node\":\"NodeA\",\"process\":\"\",\"result\":\"done\"");
        assertThat(response.body()).contains("\"node\":\"NodeB\",\"process\":\"\",\"result\":\"failed\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                                         | Unexpected end-of-input",
                "[1]                                                       | no JSON object",
                "{\"action\":\"START\",\"scop\":\"SERVER\"}                | unknown field \"scop\"",
                "{\"action\":\"BEGIN\",\"scope\":\"SERVER\"}               | \"action\" must be START or STOP or RESTART",
                "{\"action\":0,\"scope\":\"SERVER\"}                     | \"action\" must be START or STOP or RESTART",
                "{\"action\":\"STOP\",\"scope\":\"\"}                       | \"scope\" must be PROCESS or GROUP or SERVER",
                "{\"action\":\"STOP\",\"scope\":\"SERVER\",\"waitSeconds\":-2}     | \"waitSeconds\" is -2",
                "{\"action\":\"STOP\",\"scope\":\"SERVER\",\"waitSeconds\":1.5}    | \"waitSeconds\" must be a whole number",
                "{\"action\":\"STOP\",\"scope\":\"SERVER\",\"waitSeconds\":1e12}   | \"waitSeconds\" must be",
                "{\"action\":\"STOP\",\"scope\":\"SERVER\",\"waitSeconds\":99999999999} | \"waitSeconds\" must be",
                "{\"action\":\"STOP\",\"scope\":\"SERVER\",\"force\":\"maybe\"}     | \"force\" must be true or false",
                "{\"action\":\"STOP\",\"scope\":\"SERVER\",\"hosts\":\"NodeA\"}     | \"hosts\" must be a list of names",
                "{\"action\":\"STOP\",\"scope\":\"SERVER\",\"hosts\":[{}]}        | \"hosts\" must be",
                "{\"action\":\"STOP\",\"scope\":\"SERVER\",\"hosts\":[null]}      | \"hosts\" has a null",
                "{\"action\":\"STOP\",\"scope\":\"SERVER\",\"by\":{}}             | \"by\" must be text",
                "{\"scope\":\"SERVER\"}                                    | must be given",
                "{\"action\":\"RESTART\",\"scope\":\"SERVER\"}            | RESTART goes with a PROCESS or a GROUP",
                "{\"action\":\"START\",\"scope\":\"SERVER\",\"rolling\":true} | \"rolling\" goes with RESTART",
                "{\"action\":\"RESTART\",\"scope\":\"GROUP\",\"name\":\"A\",\"drainSeconds\":5} | \"drainSeconds\" is 5",
                "{\"action\":\"STOP\",\"scope\":\"PROCESS\"}               | \"name\" must name",
                "{\"action\":\"STOP\",\"scope\":\"SERVER\",\"hosts\":null} | hosts",
                "{\"action\":\"STOP\",\"scope\":\"SERVER\",\"force\":null} | force",
            })
    void givenABadBody_whenPosted_thenTheProblemSaysWhatIsWrong(String body, String expected) throws Exception {
        var response = send(authorized("/api/v1/operations").POST(BodyPublishers.ofString(body)));

        assertProblem(response, 400);
        assertThat(json(response).get("detail").asText()).contains(expected).doesNotContain("baton.", "java.");
    }

    @Test
    void givenEvents_whenAskedFor_thenTheNewestWithTheirIdsAndThoseBehindAnId() throws Exception {
        events.tell(new NodeEvent.ProcessChanged("WEB_SERVER", "RUNNING", "HEALTHY", "it is ready"));
        events.tell(new NodeEvent.PeerChanged("NodeB", "UP", "DOWN"));
        events.tell(new NodeEvent.GaveUp("WEB_SERVER", "enough"));
        Await.until(
                "three events",
                SOON,
                () -> Files.exists(logs.resolve("events.jsonl"))
                        && Files.readAllLines(logs.resolve("events.jsonl")).size() == 3);

        var all = send(authorized("/api/v1/events?follow=false&node=NodeA&last=2"));
        var ofOne = send(
                authorized("/api/v1/events?follow=false&node=NodeA&process=WEB_SERVER&since=2026-01-01T00:00:00Z"));

        assertThat(all.statusCode()).isEqualTo(200);
        assertThat(all.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(all.body().lines().filter(line -> line.startsWith("id:") || line.startsWith("event:")))
                .containsExactly("id: NodeA:1", "id: NodeA:2", "event: peer", "id: NodeA:3", "event: gave-up");
        assertThat(ofOne.body()).contains("\"seq\":1", "\"seq\":3").doesNotContain("\"seq\":2");
        try (var open = client.send(
                        authorized("/api/v1/events?node=NodeA")
                                .header("Last-Event-ID", "NodeA:1")
                                .build(),
                        BodyHandlers.ofInputStream())
                .body()) {
            var lines = new BufferedReader(new InputStreamReader(open, StandardCharsets.UTF_8));
            assertThat(lines.readLine()).isEqualTo("id: NodeA:1");
            assertThat(lines.readLine()).isEmpty();
            assertThat(lines.readLine()).isEqualTo("id: NodeA:2");
            for (var line = lines.readLine(); !line.equals("id: NodeA:3"); line = lines.readLine()) {
                assertThat(line).doesNotContain("\"seq\":1");
            }
            events.tell(new NodeEvent.Trouble("the disk is full"));
            for (var line = lines.readLine(); !line.equals("id: NodeA:4"); line = lines.readLine()) {
                assertThat(line).isNotNull();
            }
        }
    }

    @Test
    void givenOnlyEventsOfOthers_whenFollowed_thenTheIdGoesOnAllTheSame() throws Exception {
        events.tell(new NodeEvent.GaveUp("WEB_SERVER", "enough"));
        Await.until("an event", SOON, () -> Files.exists(logs.resolve("events.jsonl")));

        try (var open = client.send(
                        authorized("/api/v1/events?node=NodeA&process=OTHER").build(), BodyHandlers.ofInputStream())
                .body()) {
            var lines = new BufferedReader(new InputStreamReader(open, StandardCharsets.UTF_8));
            assertThat(lines.readLine()).isEqualTo("id: NodeA:1");
            assertThat(lines.readLine()).isEmpty();
            events.tell(new NodeEvent.GaveUp("WEB_SERVER", "once more"));
            assertThat(lines.readLine()).isEqualTo("id: NodeA:2");
            assertThat(lines.readLine()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "last=x",
                "last=99999",
                "since=noon",
                "follow=maybe",
                "colour=red",
                "after=7",
                "node=",
                "after=NodeA:7&follow=false"
            })
    void givenAWrongParameter_whenEventsAreAskedFor_thenItIsNamed(String parameter) throws Exception {
        assertProblem(send(authorized("/api/v1/events?" + parameter)), 400);
    }

    @Test
    void givenADryRun_whenApplied_thenTheRequestIsHandedOn() throws Exception {
        var response = send(authorized("/api/v1/apply").POST(BodyPublishers.ofString("{\"dryRun\":true}")));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo("{\"node\":\"NodeA\",\"process\":\"\",\"result\":\"done\",\"text\":\"it runs\"}\n");
        assertThat(hands.done).containsExactly("apply true {}");
        assertProblem(send(authorized("/api/v1/apply").POST(BodyPublishers.ofString("{\"hosts\":[\"NodeX\"]}"))), 404);
    }

    @Test
    void givenAPlanThatWasShown_whenApplied_thenItIsHandedOn() throws Exception {
        var body = "{\"shown\":{\"NodeA\":\"set-2.0123\"}}";

        send(authorized("/api/v1/apply").POST(BodyPublishers.ofString(body)));

        assertThat(hands.done).containsExactly("apply false {NodeA=set-2.0123}");
        var wrong = send(authorized("/api/v1/apply").POST(BodyPublishers.ofString("{\"shown\":[\"set-2\"]}")));
        assertProblem(wrong, 400);
        assertThat(json(wrong).get("detail").asText()).contains("\"shown\" must be an object");
    }

    @ParameterizedTest
    @CsvSource({"START, SERVER", "START, PROCESS", "STOP, PROCESS", "STOP, GROUP"})
    void givenAgentTooWithAnythingButStopOfAServer_whenPosted_thenNothingIsDone(String action, String scope)
            throws Exception {
        var body = "{\"action\":\"%s\",\"scope\":\"%s\",\"name\":\"WEB_SERVER\",\"agentToo\":true}"
                .formatted(action, scope);

        var response = send(authorized("/api/v1/operations").POST(BodyPublishers.ofString(body)));

        assertProblem(response, 400);
        assertThat(json(response).get("detail").asText()).contains("\"agentToo\"", action + " of a " + scope);
        assertThat(hands.done).isEmpty();
    }

    @Test
    void givenAgentTooWithStopOfAServer_whenPosted_thenTheAgentEndsLast() throws Exception {
        var body = "{\"action\":\"STOP\",\"scope\":\"SERVER\",\"agentToo\":true}";

        send(authorized("/api/v1/operations").POST(BodyPublishers.ofString(body)));

        Await.until("the end of the agent", SOON, () -> hands.done.equals(List.of("STOP", "end")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"action\":\"STOP\",\"scope\":\"PROCESS\",\"name\":\"WEB_SERVR\"}   | WEB_SERVER",
                "{\"action\":\"STOP\",\"scope\":\"GROUP\",\"name\":\"GROOP\"}         | GROUP",
                "{\"action\":\"STOP\",\"scope\":\"SERVER\",\"hosts\":[\"NodeC\"]}     | Node",
            })
    void givenAnUnknownName_whenPosted_thenTheNearestIsNamed(String body, String nearest) throws Exception {
        var response = send(authorized("/api/v1/operations").POST(BodyPublishers.ofString(body)));

        assertProblem(response, 404);
        assertThat(json(response).get("remedy").asText()).contains(nearest);
    }

    @Test
    void whenAPathOrMethodIsUnknown_thenTheProblemNamesWhatThereIs() throws Exception {
        assertProblem(get("/api/v1/nothing"), 404);
        assertProblem(get("/api/v2/mon"), 404);
        assertProblem(get("/api/v1/primary"), 405);
        assertThat(json(get("/api/v1/nothing")).get("remedy").asText()).contains("/api/v1/mon-cluster");
        assertThat(json(get("/api/v1/primary")).get("remedy").asText()).contains("POST");
    }

    @Test
    void givenABodyThatIsTooLarge_whenPosted_thenItIsRefused() throws Exception {
        var response = send(authorized("/api/v1/primary").POST(BodyPublishers.ofString(" ".repeat(9_000_000))));

        assertProblem(response, 413);
    }

    @Test
    void givenAProcess_whenItsResourcesAreAsked_thenTheyAreBesideItsDetails() throws Exception {
        var plain = json(get("/api/v1/processes")).get(0);
        var withResources = json(get("/api/v1/processes?resources=true")).get(0);

        assertThat(plain.get("resources").isNull()).isTrue();
        assertThat(withResources.get("resources").get("threads").asInt()).isEqualTo(7);
        assertThat(withResources.get("resources").get("cpuSeconds").asDouble()).isEqualTo(1.5);
        assertThat(withResources.get("resources").get("heap").isNull()).isTrue();
        assertProblem(get("/api/v1/processes?resource=true"), 400);
    }

    @Test
    void givenALog_whenAsked_thenItsLastLinesAreSent() throws Exception {
        Files.writeString(logs.resolve("WEB_SERVER.log"), "one\ntwo\nthree\n");
        Files.writeString(logs.resolve("WEB_SERVER.log.err"), "oops\n");

        assertThat(send(authorized("/api/v1/logs/WEB_SERVER?lines=2")).body()).isEqualTo("two\nthree\n");
        assertThat(send(authorized("/api/v1/logs/WEB_SERVER?stream=err")).body())
                .isEqualTo("oops\n");
        assertThat(send(authorized("/api/v1/logs/CONSOLIDATOR")).body()).isEmpty();
    }

    @Test
    void givenALogOfAnotherNode_whenAsked_thenThatNodeSendsIt() throws Exception {
        Files.writeString(logs.resolve("WEB_SERVER.log"), "of NodeA\n");

        assertThat(send(authorized("/api/v1/logs/WEB_SERVER?node=NodeB")).body())
                .isEqualTo("of NodeB\n");
        assertThat(send(authorized("/api/v1/logs/WEB_SERVER?node=NodeA")).body())
                .isEqualTo("of NodeA\n");
        assertProblem(send(authorized("/api/v1/logs/CONSOLIDATOR?node=NodeB")), 500);
    }

    @Test
    void givenALongLog_whenAllLinesAreAsked_thenAllPiecesArrive() throws Exception {
        var text = "a line of some length\n".repeat(50_000);
        Files.writeString(logs.resolve("WEB_SERVER.log"), text);

        assertThat(send(authorized("/api/v1/logs/WEB_SERVER?lines=100000")).body())
                .isEqualTo(text);
        assertThat(send(authorized("/api/v1/logs/WEB_SERVER?since=2026-01-01T00:00:00Z&until=2100-01-01T00:00:00Z"))
                        .body())
                .isEqualTo(text);
    }

    @Test
    void givenAFollowedLog_whenItGrowsAndIsTruncated_thenWhatIsWrittenArrives() throws Exception {
        var file = Files.writeString(logs.resolve("WEB_SERVER.log"), "one\n");
        var received = new AtomicReference<>("");
        var done = client.sendAsync(
                authorized("/api/v1/logs/WEB_SERVER?follow=true").build(),
                BodyHandlers.ofByteArrayConsumer(bytes -> received.updateAndGet(before ->
                        before + bytes.map(some -> new String(some, UTF_8)).orElse(""))));

        Await.until("the first line", SOON, () -> received.get().equals("one\n"));
        Files.writeString(file, "two, longer than before\n", StandardOpenOption.APPEND);
        Await.until("an appended line", SOON, () -> received.get().endsWith("before\n"));
        Files.writeString(file, "new\n");
        Await.until("a line after truncation", SOON, () -> received.get().endsWith("new\n"));

        assertThat(done).isNotDone();
        done.cancel(true);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/logs/WEB_SERVR, 404",
        "/api/v1/logs/..%2F..%2Ftoken, 404",
        "/api/v1/logs/WEB_SERVER?lines=-1, 400",
        "/api/v1/logs/WEB_SERVER?lines=many, 400",
        "/api/v1/logs/WEB_SERVER?stream=both, 400",
        "/api/v1/logs/WEB_SERVER?follow=yes, 400",
        "/api/v1/logs/WEB_SERVER?tail=5, 400",
        "/api/v1/logs/WEB_SERVER?since=yesterday, 400",
        "/api/v1/logs/WEB_SERVER?node=NodeX, 404",
    })
    void givenAWrongLogRequest_whenAsked_thenItIsRefused(String path, int status) throws Exception {
        assertProblem(send(authorized(path)), status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
    void givenAHealthyNode_whenChecked_thenEveryMethodSays200(String method) throws Exception {
        for (var path : List.of("/health/status", "/health/secondary", "/health/live", "/health/ready")) {
            assertThat(send(request(path).method(method, BodyPublishers.noBody()))
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(send(request("/health/primary").method(method, BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(503);
    }

    @Test
    void givenAMissingProcess_whenChecked_thenStatusAndReadySay503AndWhy() throws Exception {
        said("WEB_SERVER", ProcessState.MISSING);
        awaitCheck("/health/ready", 503, "WEB_SERVER is MISSING");

        var status = get("/health/status");

        assertThat(status.statusCode()).isEqualTo(503);
        assertThat(status.body()).contains("\"PROCESS_NAME\":\"WEB_SERVER\",\"STATUS\":\"MISSING\"", "\"PORT\":8001");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void givenANodeThatHasNotJoinedOrStops_whenChecked_thenItIsNotReady() {
        isMember.set(false);
        awaitCheck("/health/ready", 503, "has not joined");
        isMember.set(true);
        view.tell(new ClusterView.Stopping());
        awaitCheck("/health/ready", 503, "is stopping");
    }

    @Test
    void givenANodeThatDrains_whenChecked_thenItIsNotFoundByBalancers() throws Exception {
        var order = new DrainOrder("op", Duration.ofSeconds(60), true, false);
        drain.set(new DrainState.Draining(order, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH));
        view.tell(new ClusterView.DrainSaid(MonCluster.NodeView.Drain.DRAINING));

        awaitCheck("/health/ready", 404, "DRAINING");
        assertThat(get("/health/status").statusCode()).isEqualTo(200);
    }

    @Test
    void givenAWrongCheckOrMethod_whenAsked_thenItIsNot404WhichMeansADrain() throws Exception {
        assertProblem(get("/health/redy"), 400);
        assertProblem(send(request("/health/ready").POST(BodyPublishers.noBody())), 405);
    }

    @Test
    void whenADrainIsPosted_thenWhatIsLeftOutHasItsDefault() throws Exception {
        var drained = send(authorized("/api/v1/drain").POST(BodyPublishers.ofString("{\"force\":true}")));
        var undrained = send(authorized("/api/v1/undrain").POST(BodyPublishers.ofString("")));

        assertThat(JSON.readTree(drained.body()).get("outcome").asText()).isEqualTo("done");
        assertThat(JSON.readTree(undrained.body()).get("text").asText()).isEqualTo("undrained");
        assertThat(hands.done).containsExactly("drain 60 true true", "undrain");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"deadlineSeconds\":-1} | 400 | \"deadlineSeconds\" is -1",
                "{\"deadline\":\"5m\"}   | 400 | unknown field \"deadline\"",
                "{\"node\":\"NodeC\"}    | 404 | NodeC",
            })
    void givenABadDrain_whenPosted_thenTheProblemSaysWhatIsWrong(String body, int status, String expected)
            throws Exception {
        var response = send(authorized("/api/v1/drain").POST(BodyPublishers.ofString(body)));

        assertProblem(response, status);
        assertThat(json(response).get("detail").asText()).contains(expected);
        assertThat(hands.done).isEmpty();
    }
}
