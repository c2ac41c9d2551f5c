package io.github.batonha.actors.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.PrimaryStatus;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.fixture.Definitions;
import io.github.batonha.actors.metrics.Observation;
import io.github.batonha.actors.metrics.Observations;
import io.github.batonha.actors.metrics.Observer;
import io.github.batonha.actors.view.NodeHealth;
import io.github.batonha.conf.model.FenceCommand;
import io.github.batonha.conf.model.HealthDefinition;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.supervision.drain.DrainState;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthPortsTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Duration SOON = Duration.ofSeconds(10);

    private final NodeDefinition definition = Definitions.of("NodeA", Definitions.hosts("NodeA"));
    private final HealthBoard board = new HealthBoard(definition, System::nanoTime);
    private final Observer observer = new Observer(System::nanoTime);
    private final HttpClient client = HttpClient.newHttpClient();
    private HealthServer server;
    private AgentCheck agentCheck;

    @BeforeEach
    void open() throws IOException {
        server = HealthServer.open(board, Optional.of(observer), ANY);
        agentCheck = AgentCheck.open(board, ANY);
        post();
    }

    private void post() {
        var health = new NodeHealth(
                "NodeA", new PrimaryStatus(Role.SECONDARY, null, 0, ""), List.of(), List.of(), true, 1, false);
        board.post(new HealthFacts(health, new DrainState.Serving(), true, true, "", ""));
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        agentCheck.close();
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        var uri = URI.create("http://127.0.0.1:%d%s".formatted(server.address().getPort(), path));
        return client.send(
                HttpRequest.newBuilder(uri)
                        .timeout(SOON)
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    private String line() throws IOException {
        try (var socket = new Socket()) {
            socket.connect(agentCheck.address());
            socket.getOutputStream().write("state\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
    void whenChecked_thenEveryMethodSaysTheSameAndOnlyGetHasABody(String method) throws Exception {
        var ready = send(method, "/health/ready");
        var primary = send(method, "/health/primary?from=balancer");

        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(primary.statusCode()).isEqualTo(503);
        assertThat(ready.body().isEmpty()).isNotEqualTo(method.equals("GET"));
        if (!method.equals("OPTIONS")) {
            assertThat(ready.headers().firstValue("Content-Type")).hasValue("application/json");
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, /health/redy, 400", "GET, /, 400", "GET, /health/ready/, 400", "POST, /health/ready, 405"})
    void whenAskedForSomethingElse_thenItIsNot404WhichMeansADrain(String method, String path, int status)
            throws Exception {
        assertThat(send(method, path).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /health/ready", "POST /metrics", "GET /metrics", "GET /"})
    void givenChunksInAVersionOfHttpThatHasNone_whenSent_thenItIs400AndTheConnectionEnds(String asked)
            throws Exception {
        try (var socket = new Socket()) {
            socket.connect(server.address());
            socket.setSoTimeout((int) SOON.toMillis());
            socket.getOutputStream().write("""
                    %s HTTP/1.0\r
                    Connection: keep-alive\r
                    Transfer-Encoding: chunked\r
                    \r
                    0\r
                    \r
                    GET /health/live HTTP/1.1\r
                    Host: a\r
                    \r
                    """.formatted(asked).getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 400 Bad Request\r\n")
                    .doesNotContain("200 OK");
        }
    }

    @Test
    void givenClientsThatSayNothing_whenOthersCheck_thenTheyAreAnswered() throws Exception {
        var silent = new ArrayList<Socket>();
        try {
            for (var count = 0; count < 50; count++) {
                var address = count % 2 == 0 ? server.address() : agentCheck.address();
                var socket = new Socket(address.getAddress(), address.getPort());
                socket.getOutputStream().write('G');
                silent.add(socket);
            }

            assertThat(send("GET", "/health/live").statusCode()).isEqualTo(200);
            assertThat(line()).isEqualTo("up ready 100%\n");
        } finally {
            for (var socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void givenManyConnectionsThatAreSilent_whenBalancersCheck_thenBothPortsAnswer() throws Exception {
        var silent = new ArrayList<Socket>();
        try {
            for (var count = 0; count < 300; count++) {
                silent.add(new Socket(
                        server.address().getAddress(), server.address().getPort()));
                silent.add(new Socket(
                        agentCheck.address().getAddress(), agentCheck.address().getPort()));
            }

            post(); // however long that took, it is not stale

            assertThat(send("GET", "/health/live").statusCode()).isEqualTo(200);
            Await.until("the agent check answers", SOON, () -> line().equals("up ready 100%\n"));
        } finally {
            for (var socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void givenAClientThatSendsByteByByte_whenTheAgentHasAnswered_thenItIsNotWaitedFor() throws Exception {
        try (var socket = new Socket(
                agentCheck.address().getAddress(), agentCheck.address().getPort())) {
            assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();

            Await.until("the connection is gone", SOON, () -> {
                try {
                    socket.getOutputStream().write('x');
                    return false;
                } catch (IOException gone) {
                    return true;
                }
            });
        }
    }

    @Test
    void givenAPortThatIsTaken_whenItIsFreed_thenItIsOpenedAndTheOtherWasFromTheBeginning() throws Exception {
        var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var free = freePort();
        var host = new HostDefinition("NodeA", "127.0.0.1", 1, 2, FenceCommand.NONE);
        var here = new NodeDefinition(
                "TEST",
                host,
                List.of(host),
                List.of(),
                definition.environment(),
                "",
                definition.settings(),
                new HealthDefinition(taken.getLocalPort(), free, -1, Set.of()),
                false);

        try (var _ = HealthPorts.open(board, observer, here)) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), free)) {
                assertThat(socket.getInputStream().readAllBytes())
                        .isEqualTo("up ready 100%\n".getBytes(StandardCharsets.US_ASCII));
            }
            taken.close();

            var ready = URI.create("http://127.0.0.1:%d/health/ready".formatted(taken.getLocalPort()));
            Await.until(
                    "the port to be opened",
                    SOON,
                    () -> client.send(HttpRequest.newBuilder(ready).build(), BodyHandlers.discarding())
                                    .statusCode()
                            == 200);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void givenAScrapeThatTakesItsTime_whenHealthIsAsked_thenItIsNotHeldUp() throws Exception {
        var slow = new CompletableFuture<Observation>();
        observer.from(() -> slow);
        var uri = URI.create(
                "http://127.0.0.1:%d/metrics".formatted(server.address().getPort()));
        var scrape = client.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());

        assertThat(send("GET", "/health/live").statusCode()).isEqualTo(200);
        assertThat(scrape).isNotDone();

        slow.complete(Observations.two());
        var answer = scrape.get();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain; version=0.0.4");
        assertThat(answer.body()).contains("baton_node_role{role=\"primary\"} 1.0");
    }

    @Test
    void givenNoActorSystemYet_whenScraped_thenTheAnswerIs503AndAnotherPathIs404() throws Exception {
        assertThat(send("GET", "/metrics").statusCode()).isEqualTo(503);
        assertThat(send("GET", "/metrics/x").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/metrics").statusCode()).isEqualTo(405);
    }
}
