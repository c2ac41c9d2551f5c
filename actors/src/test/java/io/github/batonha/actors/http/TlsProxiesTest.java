package io.github.batonha.actors.http;

import static io.github.batonha.actors.fixture.Definitions.hosts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.github.batonha.actors.tls.ClusterTls;
import io.github.batonha.conf.certificates.CertificateFiles;
import io.github.batonha.conf.model.HttpSettings.Anonymous;
import io.github.batonha.conf.model.ProxySettings;
import io.github.batonha.test.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real nginx and a real HAProxy with the configurations that are delivered, before an agent's port with TLS and an application. */
class TlsProxiesTest extends RoutesFixture {
    private static final Path CONFIGURATIONS = Path.of("../k8s-free-deploy/balancer");
    private static final Path NGINX = Path.of("/usr/sbin/nginx");
    private static final Path HAPROXY = Path.of("/usr/sbin/haproxy");
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final String ALICE =
            "Basic " + Base64.getEncoder().encodeToString("alice:secret".getBytes(StandardCharsets.US_ASCII));

    @TempDir
    Path folder;

    private final LinkedBlockingQueue<Headers> seen = new LinkedBlockingQueue<>();
    private final List<Integer> ports = new ArrayList<>();
    private HttpServer application;
    private HttpClient browser;
    private int agent;
    private @Nullable Process proxy;

    @Override
    Anonymous anonymous() {
        return Anonymous.HEALTH;
    }

    @Override
    ProxySettings proxies() {
        return new ProxySettings(
                List.of("127.0.0.1"),
                "X-Forwarded-User",
                "X-Forwarded-Groups",
                Map.of("root", "admin"),
                Map.of("ops", "operator", "admins", "admin"),
                true);
    }

    @BeforeEach
    void prepare() throws Exception {
        assumeThat(NGINX).exists();
        assumeThat(HAPROXY).exists();
        application = HttpServer.create(new InetSocketAddress(HERE, 0), 0);
        application.createContext("/", exchange -> {
            try (exchange) {
                seen.add(exchange.getRequestHeaders());
                exchange.sendResponseHeaders(204, -1);
            }
        });
        application.start();
        for (var i = 0; i < 3; i++) {
            try (var socket = new ServerSocket(0, 1, HERE)) {
                ports.add(socket.getLocalPort());
            }
        }
        run(
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout users.key -out users.crt -days 1 -subj /CN=users"
                        + " -addext subjectAltName=IP:127.0.0.1");
        Files.writeString(
                folder.resolve("users.pem"),
                Files.readString(folder.resolve("users.crt")) + Files.readString(folder.resolve("users.key")));
        agent = open(Optional.of(agentTls()));
        browser = HttpClient.newBuilder().sslContext(trusting()).build();
    }

    /** As its node has it: an authority in baton-ca.pem issued it, and it names the node alone. */
    private Supplier<SSLEngine> agentTls() throws Exception {
        authority("baton-ca.pem");
        run(
                "openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out node.csr -subj /CN=node");
        Files.writeString(
                folder.resolve("node.ext"), "subjectAltName=DNS:NodeA\nextendedKeyUsage=serverAuth,clientAuth\n");
        run(
                "openssl x509 -req -in node.csr -CA baton-ca.pem -CAkey ca.key -CAcreateserial -days 1 -extfile node.ext -out certificate.pem");
        Files.copy(folder.resolve("baton-ca.pem"), folder.resolve("ca.pem"));
        var self = hosts("NodeA").getFirst();
        var tls = ClusterTls.open(
                new CertificateFiles(folder), self, List.of(self), 256 << 10, InstantSource.system(), System::nanoTime);
        return () -> tls.httpEngine(false);
    }

    private void authority(String file) throws Exception {
        run(
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -days 1 -subj /CN=authority -out "
                        + file);
    }

    @AfterEach
    void endProxy() throws InterruptedException {
        if (proxy != null) {
            proxy.destroy();
            proxy.waitFor();
            browser.close();
        }
        if (application != null) {
            application.stop(0);
        }
    }

    @Test
    void givenNginx_whenUsersComeByTls_thenItAloneSaysWhoTheyAre() throws Exception {
        startNginx();

        assertThatTheProxyAloneSaysWhoUsersAre();
    }

    @Test
    void givenNginxThatTrustsAnotherAuthority_whenUsersAsk_thenTheAgentGetsNothing() throws Exception {
        authority("baton-ca.pem");
        startNginx();

        assertThat(send(2, "/api/v1/mon", ALICE).statusCode()).isEqualTo(502);
        assertThat(Files.readString(folder.resolve("nginx.error"))).contains("certificate verify error");
    }

    private void startNginx() throws Exception {
        Files.writeString(folder.resolve("baton.users"), "alice:{PLAIN}secret\n");
        write("nginx.conf");
        write("nginx-tls.conf");
        Files.writeString(folder.resolve("main.conf"), """
                user root;
                daemon off;
                worker_processes 1;
                pid %1$s/nginx.pid;
                error_log %1$s/nginx.error;
                events {}
                http {
                    access_log off;
                    client_body_temp_path %1$s/body;
                    proxy_temp_path %1$s/proxy;
                    fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi;
                    scgi_temp_path %1$s/scgi;
                    include %1$s/nginx.conf;
                    include %1$s/nginx-tls.conf;
                }
                """.formatted(folder));
        run("nginx -t -c " + folder.resolve("main.conf"));
        start(NGINX.toString(), "-c", folder.resolve("main.conf").toString());
    }

    @Test
    void givenHaproxy_whenUsersComeByTls_thenItAloneSaysWhoTheyAre() throws Exception {
        startHaproxy();

        assertThatTheProxyAloneSaysWhoUsersAre();
    }

    @Test
    void givenHaproxyThatTrustsAnotherAuthority_whenUsersAsk_thenTheAgentGetsNothing() throws Exception {
        authority("baton-ca.pem");
        startHaproxy();

        assertThat(send(2, "/api/v1/mon", ALICE).statusCode()).isEqualTo(503);
    }

    private void startHaproxy() throws Exception {
        var one = write("haproxy-hot-hot.cfg");
        var other = write("haproxy-tls.cfg");
        run("haproxy -c -f %s -f %s".formatted(one, other));
        start(HAPROXY.toString(), "-db", "-f", one.toString(), "-f", other.toString());
    }

    private void assertThatTheProxyAloneSaysWhoUsersAre() throws Exception {
        var page = send(1, "/page", "");
        assertThat(page.statusCode()).isEqualTo(204);
        assertThat(page.headers().firstValue("Strict-Transport-Security")).isPresent();
        var headers = seen.take();
        assertThat(headers.get("X-Forwarded-Proto")).containsExactly("https");
        assertThat(headers.get("X-Forwarded-For")).containsExactly("127.0.0.1");
        assertThat(headers).doesNotContainKeys("X-forwarded-user", "X-forwarded-groups");

        assertThat(send(2, "/api/v1/mon", "").statusCode()).isEqualTo(401);
        assertThat(send(2, "/health/../api/v1/mon", "").statusCode()).isNotEqualTo(200);
        assertThat(send(2, "/api/v1/mon", "Bearer " + TOKEN).statusCode()).isEqualTo(401);
        var mon = send(2, "/api/v1/mon", ALICE);
        assertThat(mon.statusCode()).isEqualTo(200);
        assertThat(mon.headers().allValues("Strict-Transport-Security")).hasSize(1);
        assertThat(send(2, "/health/ready", "").statusCode()).isEqualTo(200);

        var primary = order("/api/v1/primary", "{\"target\":\"NodeA\"}");
        assertProblem(primary, 403);
        assertThat(json(primary).get("detail").asText()).contains("proxy:alice is operator");
        assertThat(order("/api/v1/undrain", "{\"node\":\"NodeA\"}").statusCode())
                .isEqualTo(200);
        assertThat(hands.done).containsExactly("undrain");
        assertThat(Files.readString(logs.resolve("audit.jsonl")))
                .contains("\"caller\":\"proxy:alice\",\"role\":\"operator\",\"from\":\"127.0.0.1\"");
    }

    private HttpResponse<String> order(String path, String body) throws Exception {
        return browser.send(
                forged(2, path, ALICE)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> send(int port, String path, String authorization) throws Exception {
        return browser.send(forged(port, path, authorization).build(), BodyHandlers.ofString());
    }

    /** As of a client that says it is an administrator. */
    private HttpRequest.Builder forged(int port, String path, String authorization) {
        var request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:%d%s".formatted(ports.get(port), path)))
                .timeout(SOON)
                .header("X-Forwarded-User", "root")
                .header("x-forwarded-user", "root")
                .header("X-Forwarded-Groups", "admins")
                .header("X-Forwarded-For", "192.0.2.1")
                .header("X-Forwarded-Proto", "http");
        return authorization.isEmpty() ? request : request.header("Authorization", authorization);
    }

    /** A configuration with the places of this test, which is what operators change. */
    private Path write(String name) throws IOException {
        var text = Files.readString(CONFIGURATIONS.resolve(name))
                .replaceAll(
                        "Node[AB]:9017",
                        "127.0.0.1:%d".formatted(application.getAddress().getPort()))
                .replaceAll("Node[AB]:8558", "127.0.0.1:%d".formatted(agent))
                .replace(
                        "check port 8559",
                        "check port %d".formatted(URI.create(base).getPort()))
                .replaceAll("(?m)^( +)bind :80$", "$1bind 127.0.0.1:%d".formatted(ports.get(0)))
                .replace(" bind :443 ", " bind 127.0.0.1:%d ".formatted(ports.get(1)))
                .replace(" bind :8443 ", " bind 127.0.0.1:%d ".formatted(ports.get(2)))
                .replace("listen 80;", "listen 127.0.0.1:%d;".formatted(ports.get(0)))
                .replace("listen 443 ssl;", "listen 127.0.0.1:%d ssl;".formatted(ports.get(1)))
                .replace("listen 8443 ssl;", "listen 127.0.0.1:%d ssl;".formatted(ports.get(2)))
                .replaceAll("/etc/(nginx|haproxy)/", folder + "/")
                .replace("password $6$change$me", "insecure-password secret");
        return Files.writeString(folder.resolve(name), text);
    }

    private void start(String... command) throws IOException {
        proxy = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("proxy.log").toFile())
                .start();
        for (var port : ports) {
            Await.until(command[0] + " listens", SOON, () -> {
                try (var socket = new Socket(HERE, port)) {
                    return socket.isConnected();
                } catch (IOException notYet) {
                    return false;
                }
            });
        }
    }

    private void run(String command) throws Exception {
        var process = new ProcessBuilder(command.split(" ", -1))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private SSLContext trusting() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var file = Files.newInputStream(folder.resolve("users.crt"))) {
            store.setCertificateEntry(
                    "users", CertificateFactory.getInstance("X.509").generateCertificate(file));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
