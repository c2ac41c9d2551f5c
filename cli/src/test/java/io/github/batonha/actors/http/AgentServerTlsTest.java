package io.github.batonha.actors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.github.batonha.actors.api.AgentAddress;
import io.github.batonha.actors.tls.ClusterTls;
import io.github.batonha.cli.agent.AgentClient;
import io.github.batonha.cli.certificates.Authority;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.client.sessions.AgentAccess;
import io.github.batonha.client.sessions.Replicate;
import io.github.batonha.client.sessions.SessionException;
import io.github.batonha.client.sessions.Sessions;
import io.github.batonha.conf.certificates.CertificateFiles;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.FenceCommand;
import io.github.batonha.conf.model.HostDefinition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.server.Directives;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's port over TLS, and its clients, with certificates as the commands make them. */
class AgentServerTlsTest {
    private final Instant now = Instant.now();
    private static final Duration DAYS = Duration.ofDays(100);
    /** The kind of a record of TLS. */
    private static final int HANDSHAKE = 22;

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final HostDefinition HOST = new HostDefinition("NodeA", "127.0.0.1", 6000, 8558, FenceCommand.NONE);

    private final AtomicLong nanos = new AtomicLong();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    private ActorSystem<Void> system;
    private BatonHome home;
    private Authority authority;
    private int port;

    @BeforeEach
    void serve() throws Exception {
        home = new BatonHome(folder.resolve("home"));
        authority = Authority.create(folder.resolve("ca"), new char[0], now, DAYS);
        authority.issue(HOST, files(), now, DAYS);
        Files.createDirectories(home.run("NodeA"));
        Files.writeString(home.run("NodeA").resolve("token"), "secret\n");
        system = ActorSystem.create(
                Behaviors.empty(),
                "tls",
                ConfigFactory.parseResources("agent.conf")
                        .withOnlyPath("pekko.http")
                        .withFallback(ConfigFactory.load()));
        var tls = ClusterTls.open(files(), HOST, List.of(HOST), 256 << 10, () -> now, nanos::get);
        var routes = Directives.extractRequest(request -> {
            request.getHeader("Authorization").ifPresent(header -> authorizations.add(header.value()));
            return Directives.concat(
                    Directives.path("known", () -> Directives.complete("{\"name\":\"value\"}")), Directives.reject());
        });
        port = AgentServer.open(system, "0.0.0.0", 0, routes, Optional.of(() -> tls.httpEngine(false)), nanos::get)
                .toCompletableFuture()
                .join()
                .localAddress()
                .getPort();
        writeAddress();
    }

    @AfterEach
    void end() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }

    private CertificateFiles files() {
        return new CertificateFiles(home.certificates("NodeA"));
    }

    private AgentClient client(String address) {
        return new AgentClient(
                new AgentAddress("NodeA", "https://%s:%d".formatted(address, port), 7), home.run("NodeA"));
    }

    private void writeAddress() throws IOException {
        var self = ProcessHandle.current().pid();
        var line = Files.readString(Path.of("/proc/self/stat"));
        Files.writeString(
                home.run("NodeA").resolve("agent.json"),
                "{\"node\":\"NodeA\",\"url\":\"https://127.0.0.1:%d\",\"pid\":%d,\"start\":%s,\"ca\":\"%s\"}\n"
                        .formatted(
                                port,
                                self,
                                line.substring(line.lastIndexOf(')') + 2).split(" ", -1)[19],
                                files().authorities()));
    }

    /** The clients know another authority than the server's. */
    private void replaceAuthority() throws IOException {
        var other = folder.resolve("other");
        Authority.create(folder.resolve("foreign"), new char[0], now, DAYS)
                .issue(HOST, new CertificateFiles(other), now, DAYS);
        Files.writeString(files().authorities(), Files.readString(other.resolve("ca.pem")));
    }

    @Test
    void givenTheAuthorityOfTheInstallation_whenACommandAsks_thenItIsAnswered() {
        assertThat(client("127.0.0.1").get("/known").text("name")).isEqualTo("value");
        assertThat(authorizations).containsExactly("Bearer secret");
    }

    @Test
    void givenAnotherAuthority_whenACommandAsks_thenItSendsNothing() throws IOException {
        replaceAuthority();

        assertThatThrownBy(() -> client("127.0.0.1").get("/known"))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("is not the agent of NodeA by its certificate");
        assertThat(authorizations).isEmpty();
    }

    @Test
    void givenACertificateOfAnotherNode_whenACommandAsks_thenItSendsNothing() throws IOException {
        Files.createDirectories(home.certificates("NodeB"));
        Files.copy(files().authorities(), home.certificates("NodeB").resolve("ca.pem"));
        var nodeB = new AgentClient(
                new AgentAddress("NodeB", "https://127.0.0.2:%d".formatted(port), 7), home.run("NodeB"));

        assertThatThrownBy(() -> nodeB.get("/known"))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("is not the agent of NodeB by its certificate");
        assertThat(authorizations).isEmpty();
    }

    /** As a PKI of one's own may issue them: the cluster port takes them too. */
    @Test
    void givenACertificateThatNamesTheNodeAlone_whenAsked_thenItIsTheAgent() throws Exception {
        var elsewhere = new HostDefinition("NodeA", "10.0.0.1", 6000, 8558, FenceCommand.NONE);
        authority.issue(elsewhere, files(), now, DAYS);
        takeUpTheCertificate();

        assertThat(client("127.0.0.1").get("/known").text("name")).isEqualTo("value");
        assertThatThrownBy(() -> sessions().find("a".repeat(32)))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("the agent answered");
    }

    @Test
    void givenAnApplication_whenItAsksForASession_thenItKnowsTheAgentByItsAuthority() throws IOException {
        assertThatThrownBy(() -> sessions().find("a".repeat(32)))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("the agent answered");
        assertThat(authorizations).containsExactly("Bearer secret");

        replaceAuthority();

        assertThatThrownBy(() -> sessions().find("a".repeat(32)))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("did not answer");
        assertThat(authorizations).hasSize(1);
    }

    private Sessions sessions() {
        return Sessions.of(AgentAccess.ofFolder(home.run("NodeA")), Replicate.ONE_OTHER, Duration.ofMillis(300));
    }

    @Test
    void givenPlainHttp_whenSent_thenNoAnswerOfHttpComes() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) SOON.toMillis());
            socket.getOutputStream()
                    .write("GET /known HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("HTTP");
        }
    }

    /** Silent, slow, half-shaken, and shaken without a request. */
    @Test
    void givenConnectionsThatDoNotAsk_whenTheirTimeHasPassed_thenEachIsClosed() throws Exception {
        var hello = hello();
        try (var silent = raw();
                var slow = raw();
                var halfShaken = raw();
                var shaken = connect()) {
            slow.getOutputStream().write(hello, 0, 1);
            halfShaken.getOutputStream().write(hello);
            assertThat(halfShaken.getInputStream().read())
                    .as("the server's hello")
                    .isEqualTo(HANDSHAKE);

            nanos.addAndGet(Connections.FIRST_REQUEST_WITHIN.toNanos());

            assertThat(silent.getInputStream().readAllBytes()).isEmpty();
            slow.getInputStream().readAllBytes();
            halfShaken.getInputStream().readAllBytes();
            assertThat(shaken.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(client("127.0.0.1").get("/known").text("name")).isEqualTo("value");
    }

    @Test
    void givenMoreConnectionsWithoutAHandshakeThanThereArePlaces_whenSomebodyAsks_thenTheAnswerComes()
            throws Exception {
        var held = new ArrayList<Socket>();
        try {
            for (var number = 0; number <= Connections.MOST_HERE; number++) {
                held.add(raw());
                held.getLast().getOutputStream().write(HANDSHAKE);
            }

            assertThat(client("127.0.0.1").get("/known").text("name")).isEqualTo("value");

            held.getFirst().getInputStream().readAllBytes();
        } finally {
            for (var socket : held) {
                socket.close();
            }
        }
    }

    private Socket raw() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) SOON.toMillis());
        return socket;
    }

    /** What a client says first. */
    private static byte[] hello() throws Exception {
        var engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        var bytes = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), bytes);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    @Test
    void givenANewCertificate_whenTheNextConnectionComes_thenItIsShownAndAnOpenOneGoesOn() throws Exception {
        try (var before = connect()) {
            var old = ask(before);
            authority.issue(HOST, files(), now, DAYS);
            takeUpTheCertificate();

            try (var after = connect()) {
                assertThat(ask(after)).isNotEqualTo(old);
            }
            assertThat(ask(before)).isEqualTo(old);
        }
    }

    private void takeUpTheCertificate() throws Exception {
        for (var look = 0; look < 2; look++) {
            nanos.addAndGet(Duration.ofSeconds(6).toNanos());
            connect().close();
        }
    }

    private SSLSocket connect() throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        var socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) SOON.toMillis());
        socket.startHandshake();
        return socket;
    }

    /** Returns the serial number of the certificate. */
    private static String ask(SSLSocket socket) throws IOException {
        socket.getOutputStream().write("GET /known HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        var answer = new StringBuilder();
        while (!answer.toString().endsWith("}")) {
            answer.append((char) socket.getInputStream().read());
        }
        assertThat(answer).contains("HTTP/1.1 200").contains("Strict-Transport-Security: max-age=31536000");
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                .getSerialNumber()
                .toString();
    }

    /** To look at what the server shows. */
    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
