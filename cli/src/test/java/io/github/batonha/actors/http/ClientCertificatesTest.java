package io.github.batonha.actors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.github.batonha.actors.access.CertificateUsers;
import io.github.batonha.actors.access.ConsoleSessions;
import io.github.batonha.actors.access.Identities;
import io.github.batonha.actors.access.Logins;
import io.github.batonha.actors.access.ProxyUsers;
import io.github.batonha.actors.audit.AuditLog;
import io.github.batonha.actors.tls.ClusterTls;
import io.github.batonha.cli.Cli;
import io.github.batonha.cli.certificates.Authority;
import io.github.batonha.client.sessions.AgentTrust;
import io.github.batonha.conf.certificates.CertificateFiles;
import io.github.batonha.conf.model.FenceCommand;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.model.ProxySettings;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.server.Directives;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who asks the agent's port over TLS, by the certificate that the client shows. The routes answer with the caller's name. */
class ClientCertificatesTest {
    private static final Duration DAYS = Duration.ofDays(100);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final HostDefinition HOST = new HostDefinition("NodeA", "127.0.0.1", 6000, 8558, FenceCommand.NONE);
    private static final HostDefinition OTHER = new HostDefinition("NodeB", "127.0.0.2", 6000, 8558, FenceCommand.NONE);
    private static final Map<String, String> ROLES =
            Map.of("alice@example.com", "operator", "robot.example.com", "viewer", "NodeB", "admin");

    private final Instant now = Instant.now();
    private final AtomicLong nanos = new AtomicLong();

    @TempDir
    Path folder;

    private ActorSystem<Void> system;
    private Authority authority;
    private AuditLog audit;
    private String base = "";

    @BeforeEach
    void serve() throws Exception {
        authority = Authority.create(folder.resolve("ca"), new char[0], now, DAYS);
        authority.issue(HOST, files("NodeA"), now, DAYS);
        system = ActorSystem.create(
                Behaviors.empty(),
                "tls",
                ConfigFactory.parseResources("agent.conf")
                        .withOnlyPath("pekko.http")
                        .withFallback(ConfigFactory.load()));
        audit = AuditLog.of(folder, folder, 1 << 20, InstantSource.system(), System::nanoTime);
        var tls = ClusterTls.open(files("NodeA"), HOST, List.of(HOST, OTHER), 256 << 10, () -> now, nanos::get);
        var identities = new Identities(
                "NodeA",
                "the agent's token",
                folder.resolve("token"),
                new Logins(new byte[32], System::nanoTime),
                new CertificateUsers(ROLES, tls::client),
                (_, _) -> Optional.empty(),
                ConsoleSessions.open(System::nanoTime));
        var access = new Access(identities, new Recording(audit), new ProxyUsers(ProxySettings.DEFAULT), () -> false);
        var routes = Directives.extractRequest(request ->
                Directives.complete(org.apache.pekko.http.javadsl.model.HttpResponse.create()
                        .addHeader(SessionCookie.set(request, "NodeA", "id"))
                        .withEntity("{\"node\":\"NodeA\",\"caller\":\"%s\"}"
                                .formatted(Access.caller(request).name()))));
        var port = AgentServer.open(
                        system,
                        "0.0.0.0",
                        0,
                        access.guard(() -> routes),
                        Optional.of(() -> tls.httpEngine(true)),
                        nanos::get)
                .toCompletableFuture()
                .join()
                .localAddress()
                .getPort();
        base = "https://127.0.0.1:%d".formatted(port);
    }

    @AfterEach
    void end() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
        audit.close();
    }

    private CertificateFiles files(String name) {
        return new CertificateFiles(folder.resolve(name));
    }

    /** With the certificate of the folder. */
    private HttpClient client(String name) throws Exception {
        var context = AgentTrust.of(
                files("NodeA").authorities(), "NodeA", files(name).read().keyManagers());
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private HttpClient user(String name) throws Exception {
        authority.issueUser(name, files(name), now, DAYS);
        return client(name);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(SOON);
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder post(HttpRequest.Builder request) {
        return request.header("Content-Type", "application/json").POST(BodyPublishers.ofString("{}"));
    }

    @Test
    void givenACertificateWithARole_whenItsOwnerAsks_thenItMayDoWhatTheRoleMayAndIsOnRecord() throws Exception {
        try (var alice = user("alice@example.com")) {
            assertThat(send(alice, request("/api/v1/mon")).body()).contains("certificate:alice@example.com");
            assertThat(send(alice, post(request("/api/v1/drain"))).statusCode()).isEqualTo(200);
            var refused = send(alice, post(request("/api/v1/primary")));
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("needs the role admin, and certificate:alice@example.com is operator");
        }

        assertThat(Files.readString(folder.resolve("audit.jsonl")))
                .contains("\"caller\":\"certificate:alice@example.com\",\"role\":\"operator\",\"from\":\"127.0.0.1\"");
    }

    @Test
    void givenACertificateWithoutARole_whenItsOwnerAsks_thenItIsForbiddenUnderItsName() throws Exception {
        try (var bob = user("bob@example.com")) {
            var refused = send(bob, request("/api/v1/mon"));

            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("certificate:bob@example.com has no role");
        }
    }

    /** Also where somebody gave it a role. */
    @Test
    void givenTheCertificateOfAHost_whenItAsks_thenItIsNobody() throws Exception {
        authority.issue(OTHER, files("NodeB"), now, DAYS);
        try (var host = client("NodeB")) {
            assertThat(send(host, post(request("/api/v1/drain"))).statusCode()).isEqualTo(401);
            assertThat(send(host, request("/api/v1/mon")).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void givenACertificateOfAnotherAuthority_whenShown_thenThereIsNoConnection() throws Exception {
        Authority.create(folder.resolve("foreign"), new char[0], now, DAYS)
                .issueUser("alice@example.com", files("mallory"), now, DAYS);
        try (var mallory = client("mallory")) {
            assertThat(send(mallory, request("/api/v1/mon")).statusCode())
                    .as("where the client shows none, because the agent names its authorities")
                    .isEqualTo(401);
        }
        var stubborn = AgentTrust.of(files("NodeA").authorities(), "NodeA", new Stubborn(files("mallory")));
        try (var mallory = HttpClient.newBuilder().sslContext(stubborn).build()) {
            assertThatThrownBy(() -> send(mallory, request("/api/v1/mon"))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void givenNoCertificate_whenAsked_thenATokenIsNeededAsBefore() throws Exception {
        var context = AgentTrust.of(files("NodeA").authorities(), "NodeA");
        try (var client = HttpClient.newBuilder().sslContext(context).build()) {
            assertThat(send(client, request("/api/v1/mon")).statusCode()).isEqualTo(401);
            assertThat(send(client, request("/api/v1/mon").header("Authorization", "Bearer the agent's token"))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void givenTls_whenASessionOfTheConsoleBegins_thenItsCookieGoesBackByTlsAlone() throws Exception {
        var context = AgentTrust.of(files("NodeA").authorities(), "NodeA");
        try (var client = HttpClient.newBuilder().sslContext(context).build()) {
            var answer = send(client, request("/api/v1/mon").header("Authorization", "Bearer the agent's token"));

            assertThat(answer.headers().firstValue("Set-Cookie").orElse("")).endsWith("; SameSite=Strict; Secure");
        }
    }

    @Test
    void givenATokenBesideACertificate_whenSomebodyIsKnownByIt_thenItCounts() throws Exception {
        try (var robot = user("robot.example.com")) {
            var drain = post(request("/api/v1/drain")).header("Authorization", "Bearer the agent's token");

            assertThat(send(robot, drain).body()).contains("token:agent of NodeA");
            assertThat(send(robot, post(request("/api/v1/drain")).header("Authorization", "Bearer another"))
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    /** On a connection that stands: its handshake was before. */
    @Test
    void givenAConnectionThatStands_whenItsAuthorityIsTrustedNoMore_thenItIsNobody() throws Exception {
        try (var alice = user("alice@example.com")) {
            assertThat(send(alice, request("/api/v1/mon")).statusCode()).isEqualTo(200);

            Authority.create(folder.resolve("new"), new char[0], now, DAYS).issue(HOST, files("NodeA"), now, DAYS);
            for (var look = 0; look < 3; look++) {
                nanos.addAndGet(Duration.ofSeconds(6).toNanos());
                send(alice, request("/api/v1/mon"));
            }

            assertThat(send(alice, request("/api/v1/mon")).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void givenACommandOfAnotherHost_whenItHasAnIdentity_thenTheAgentKnowsItAndOthersGetNothing() throws Exception {
        authority.issueUser("alice@example.com", files("alice"), now, DAYS);

        var command = new Cli(folder)
                .with("BATON_URL", base)
                .with("BATON_IDENTITY", folder.resolve("alice").toString());
        assertThat(command.run("token", "list", "--node", "NodeB").err()).contains("The agent at that URL is NodeA");
        assertThat(command.run("token", "list").err())
                .contains("needs the role admin, and certificate:alice@example.com is operator");

        Files.delete(files("alice").key());
        assertThat(command.run("token", "list").err()).contains("this needs a token of the role admin");
        Files.writeString(folder.resolve("alice/token"), "the agent's token\n");
        Files.setPosixFilePermissions(folder.resolve("alice/token"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(command.run("token", "list").err()).contains("Others can read " + folder.resolve("alice/token"));
        Files.setPosixFilePermissions(folder.resolve("alice/token"), PosixFilePermissions.fromString("rw-------"));
        assertThat(command.run("token", "revoke", "x").err()).doesNotContain("token of the role");

        Authority.create(folder.resolve("foreign"), new char[0], now, DAYS).trust(files("alice"));
        assertThat(command.run("token", "list").err()).contains("is not the agent of 127.0.0.1 by its certificate");
    }

    @Test
    void givenAUrlWithoutTls_whenACommandIsGiven_thenNothingIsSent() {
        var refused = new Cli(folder).run("token", "list", "--url", "http://127.0.0.1:1");

        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err()).contains("is no URL of an agent of another host");
    }

    /** Shows its certificate whomever the server trusts. */
    private static final class Stubborn extends X509ExtendedKeyManager {
        private final X509ExtendedKeyManager own;

        Stubborn(CertificateFiles files) throws Exception {
            own = (X509ExtendedKeyManager) files.read().keyManagers()[0];
        }

        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] keyType, Principal @Nullable [] issuers, SSLEngine engine) {
            return own.chooseEngineClientAlias(keyType, null, engine);
        }

        @Override
        public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return own.getClientAliases(keyType, null);
        }

        @Override
        public @Nullable String chooseClientAlias(String[] keyType, Principal @Nullable [] issuers, Socket socket) {
            return own.chooseClientAlias(keyType, null, socket);
        }

        @Override
        public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
            return null;
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            return own.getCertificateChain(alias);
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            return own.getPrivateKey(alias);
        }
    }
}
