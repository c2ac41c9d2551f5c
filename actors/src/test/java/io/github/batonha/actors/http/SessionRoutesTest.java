package io.github.batonha.actors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.batonha.actors.access.CertificateUsers;
import io.github.batonha.actors.access.ConsoleSessions;
import io.github.batonha.actors.access.Identities;
import io.github.batonha.actors.access.Logins;
import io.github.batonha.actors.access.ProxyUsers;
import io.github.batonha.actors.audit.AuditLog;
import io.github.batonha.actors.fixture.Definitions;
import io.github.batonha.actors.sessions.SessionAccess;
import io.github.batonha.actors.sessions.SessionsResources;
import io.github.batonha.client.sessions.AgentAccess;
import io.github.batonha.client.sessions.Replicate;
import io.github.batonha.client.sessions.SessionChanges;
import io.github.batonha.client.sessions.SessionException;
import io.github.batonha.client.sessions.SessionException.Reason;
import io.github.batonha.client.sessions.SessionForm;
import io.github.batonha.client.sessions.Sessions;
import io.github.batonha.conf.model.ProxySettings;
import io.github.batonha.conf.model.SessionSettings;
import io.github.batonha.sessions.store.SessionInput;
import io.github.batonha.test.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node alone: its routes, by hand and by the client. */
class SessionRoutesTest {

    private static final String TOKEN = "a-token-of-this-test";
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private final ActorTestKit kit = ActorTestKit.create();
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newHttpClient();
    private URI base = URI.create("http://unset");
    private Sessions client = client(Replicate.LOCAL);
    private AutoCloseable hold = () -> {};
    private AutoCloseable recorded = () -> {};

    @BeforeEach
    void start() throws Exception {
        var opened = SessionsResources.open(
                "NodeA", folder, SessionSettings.DEFAULT, InstantSource.system(), System::nanoTime);
        hold = opened;
        ActorRef<SessionInput> actor = kit.spawn(io.github.batonha.actors.sessions.Sessions.create(
                "NodeA",
                List.of(),
                opened,
                (host, message) -> {},
                (host, message) -> {},
                Definitions.SETTINGS,
                System::nanoTime,
                blocking));
        var routes = new SessionRoutes(
                new SessionAccess(opened, actor::tell, Duration.ofMinutes(30)),
                () -> AskPattern.ask(
                        actor,
                        io.github.batonha.actors.sessions.Sessions.GetStatus::new,
                        SOON,
                        kit.system().scheduler()));
        var served = Directives.pathPrefix(PathMatchers.segment("api").slash("v1"), routes::create);
        var identities = new Identities(
                "NodeA",
                TOKEN,
                folder.resolve("token"),
                new Logins(new byte[32], System::nanoTime),
                CertificateUsers.NONE,
                (_, _) -> Optional.empty(),
                ConsoleSessions.open(System::nanoTime));
        var audit = AuditLog.of(folder, folder, 1 << 20, InstantSource.system(), System::nanoTime);
        recorded = audit;
        var guarded = new Access(identities, new Recording(audit), new ProxyUsers(ProxySettings.DEFAULT), () -> false)
                .guard(() -> served);
        var binding = Http.get(kit.system())
                .newServerAt("127.0.0.1", 0)
                .bind(guarded)
                .toCompletableFuture()
                .join();
        base = URI.create("http://127.0.0.1:" + binding.localAddress().getPort());
        client = client(Replicate.LOCAL);
        Await.until("in sync", SOON, opened::isInSync);
    }

    @AfterEach
    void stop() throws Exception {
        kit.shutdownTestKit();
        blocking.close();
        recorded.close();
        hold.close();
    }

    private Sessions client(Replicate level) {
        return Sessions.of(AgentAccess.of(base, TOKEN), level, Duration.ZERO);
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(base.resolve("/api/v1/sessions" + path))
                .header("Authorization", "Bearer " + TOKEN)
                .method(method, BodyPublishers.ofString(body));
        if (!List.of(headers).contains("Content-Type") && !body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void givenASession_whenWrittenAndReadByTheClient_thenAllIsAsWritten() {
        var id = client.create(
                        Duration.ofMinutes(5),
                        new SessionChanges().set("user", "anna").set("raw", new byte[] {0, -1}))
                .id();
        client.change(
                id, new SessionChanges().set("cart", "3 items").remove("raw").liveFor(Duration.ofHours(1)));

        var session = client.find(id).orElseThrow();

        assertThat(session.attributes()).containsOnlyKeys("user", "cart");
        assertThat(session.bytes("user")).contains("anna".getBytes(StandardCharsets.UTF_8));
        assertThat(session.ttl()).isEqualTo(Duration.ofHours(1));
        assertThat(client.findAndTouch(id)).isPresent();
    }

    @Test
    void givenAnOldTag_whenComparedAndSet_thenItIsRefusedAndNothingIsWritten() {
        var id = client.create(Duration.ofMinutes(5), new SessionChanges().set("n", "1"))
                .id();
        var read = client.find(id).orElseThrow();
        client.changeIf(id, read.tag(), new SessionChanges().set("n", "2"));

        assertThatThrownBy(() -> client.changeIf(id, read.tag(), new SessionChanges().set("n", "3")))
                .isInstanceOfSatisfying(
                        SessionException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CHANGED));
        assertThat(client.find(id).orElseThrow().bytes("n")).contains("2".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void givenAnAttributesTag_whenComparedAndSet_thenOnlyTheFirstSucceeds() {
        var id = client.create(Duration.ofMinutes(5), new SessionChanges()).id();
        var first = client.setIf(id, "lock", "", "text/plain", new byte[] {1});

        assertThatThrownBy(() -> client.setIf(id, "lock", "", "text/plain", new byte[] {2}))
                .hasMessageContaining("412");
        client.setIf(id, "lock", first.tag(), "text/plain", new byte[] {3});
        assertThatThrownBy(() -> client.setIf(id, "lock", first.tag(), "text/plain", new byte[] {4}))
                .hasMessageContaining("412");
    }

    @Test
    void givenARotation_whenReadByTheOldId_thenItIsGone() {
        var old = client.create(Duration.ofMinutes(5), new SessionChanges().set("user", "anna"))
                .id();
        var now = client.rotate(old).id();

        assertThat(client.find(old)).isEmpty();
        assertThat(client.find(now)).isPresent();
        client.delete(now);
        client.delete(now);
        assertThat(client.find(now)).isEmpty();
        assertThatThrownBy(() -> client.touch(now)).hasMessageContaining("404");
    }

    @Test
    void givenJson_whenWrittenAndRead_thenItIsForAnyLanguage() throws Exception {
        var made = send("POST", "?ttl=PT5M", """
                {"set": {"user": {"text": "anna"}, "raw": {"contentType": "image/png", "base64": "AAE="}}}""");
        var location = made.headers().firstValue("Location").orElseThrow();
        var id = location.substring(location.lastIndexOf('/'));
        var cart = send("PUT", id + "/attributes/my%20cart", "{\"n\":1}", "Content-Type", "application/json");
        var shown = new ObjectMapper().readTree(send("GET", id, "").body());

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(cart.statusCode()).isEqualTo(200);
        assertThat(shown.at("/attributes/user/text").asText()).isEqualTo("anna");
        assertThat(shown.at("/attributes/raw/base64").asText()).isEqualTo("AAE=");
        assertThat(shown.at("/ttl").asText()).isEqualTo("PT5M");
        assertThat(send("GET", id + "/attributes/my%20cart", "").body()).isEqualTo("{\"n\":1}");
        assertThat(send("DELETE", id + "/attributes/user", "").statusCode()).isEqualTo(200);
        assertThat(send("GET", id + "/attributes/user", "").statusCode()).isEqualTo(404);
    }

    @Test
    void givenNoOtherNode_whenOneOtherIsAskedFor_thenItIsDoneAndTheAnswerSaysThatItIsAlone() throws Exception {
        var write = client(Replicate.ONE_OTHER).create(Duration.ofMinutes(5), new SessionChanges());
        var status = new ObjectMapper().readTree(send("GET", "", "").body());

        assertThat(write.isReplicated()).isFalse();
        assertThat(client.find(write.id())).isPresent();
        assertThat(status.path("unreplicated").asInt()).isEqualTo(1);
        assertThat(status.path("inSync").asBoolean()).isTrue();
    }

    @Test
    void givenALifetimeWithoutEnd_whenAskedFor_thenTheSessionLivesAsLongAsAllowed() throws Exception {
        var id =
                "/" + client.create(Duration.ofDays(3650), new SessionChanges()).id();

        var changed = send("PATCH", id, "{\"ttl\": \"P9999D\", \"set\": {\"a\": {\"text\": \"b\"}}}");

        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.body()).contains("\"ttl\":\"PT720H\"");
    }

    private String tagOf(String id, String attribute) {
        return Objects.requireNonNull(client.find(id).orElseThrow().attributes().get(attribute))
                .tag();
    }

    @Test
    void givenAConditionOfAnAttribute_whenItHasChanged_thenItIsLeftOutAndNamed() throws Exception {
        var id = client.create(Duration.ofMinutes(5), new SessionChanges().set("a ,", "1"))
                .id();
        var tag = tagOf(id, "a ,");
        var text = new byte[] {'2'};

        var first = client.change(id, new SessionChanges().setIfUnchanged("a ,", tag, "text/plain", text));
        var second = client.change(
                id,
                new SessionChanges()
                        .setIfUnchanged("a ,", tag, "text/plain", "3".getBytes(StandardCharsets.UTF_8))
                        .set("b", "3"));
        var third = send("PATCH", "/" + id, """
                {"set": {"a ,": {"text": "4", "ifMatch": "%s"}, "b": {"text": "4", "ifMatch": "%s"}}}""".formatted(tag, second.attributesTag()));

        assertThat(first.leftOut()).isEmpty();
        assertThat(second.leftOut()).containsExactly("a ,");
        assertThat(third.body()).contains("\"leftOut\":[\"a ,\"]");
        var session = client.find(id).orElseThrow();
        assertThat(session.bytes("a ,")).hasValue(text);
        assertThat(session.bytes("b")).hasValue(new byte[] {'4'});
        assertThat(tagOf(id, "a ,")).isEqualTo(first.attributesTag());
    }

    @Test
    void givenWrongRequests_whenSent_thenEachIsRefusedWithAReason() throws Exception {
        var id =
                "/" + client.create(Duration.ofMinutes(5), new SessionChanges()).id();

        assertThat(send("PATCH", id, "{\"usnet\": []}").body()).contains("usnet");
        assertThat(send("PATCH", id, "no json").statusCode()).isEqualTo(400);
        assertThat(send("PATCH", id, "x", "Content-Type", SessionForm.CHANGES).statusCode())
                .isEqualTo(400);
        assertThat(send("POST", id + "/touch?replicate=two", "").statusCode()).isEqualTo(400);
        assertThat(send("PUT", id + "/attributes/big", "x".repeat(70_000)).statusCode())
                .isEqualTo(413);
        assertThat(send("PATCH", id, "{\"ttl\": \"PT0S\"}").statusCode()).isEqualTo(413);
        assertThat(send("PATCH", id, "{\"ttl\": \"-P106751991167300D\"}").statusCode())
                .isEqualTo(413);
        assertThat(send("PATCH", id, "{\"ttl\": \"P106751991167300D\"}").statusCode())
                .isEqualTo(200);
        assertThat(send("PATCH", id + "?ttl=P106751991167300D", "{}").statusCode())
                .isEqualTo(200);
        assertThat(send("POST", "?ttl=P106751991167300D", "").statusCode()).isEqualTo(201);
        assertThat(send("GET", id, "").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/" + "A".repeat(31) + "=", "").statusCode()).isEqualTo(404);
        assertThat(send("PATCH", id, "x", "Content-Type", "text/plain").statusCode())
                .isEqualTo(415);
        var broken = "text/plain\\r\\nX: y";
        var withType =
                send("PATCH", id, "{\"set\": {\"a\": {\"text\": \"b\", \"contentType\": \"%s\"}}}".formatted(broken));
        assertThat(withType.statusCode()).isEqualTo(400);
        assertThat(withType.body()).contains("control character");
        assertThat(send("GET", "/" + "A".repeat(32), "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/..", "").statusCode()).isEqualTo(404);
        var stranger = http.send(
                HttpRequest.newBuilder(base.resolve("/api/v1/sessions" + id)).build(), BodyHandlers.ofString());
        assertThat(stranger.statusCode()).isEqualTo(401);
    }
}
