package io.github.batonha.actors.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.github.batonha.test.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.unmarshalling.Unmarshaller;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentServerTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int MANY = 1200;

    /** The stream waits for its reader also on a busy machine. */
    private final ActorTestKit kit = ActorTestKit.create(ConfigFactory.parseString(
                    "pekko.stream.materializer.subscription-timeout.timeout = 60s")
            .withFallback(ConfigFactory.parseResources("agent.conf").withOnlyPath("pekko.http"))
            .withFallback(ConfigFactory.parseResources("agent.conf").withOnlyPath("pekko.coordinated-shutdown")));

    private final AtomicLong nanos = new AtomicLong();
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Socket> sockets = new ArrayList<>();
    private BoundedSourceQueue<ByteString> words;
    private int port;

    @BeforeEach
    void open() {
        var materialized = Source.<ByteString>queue(10).preMaterialize(kit.system());
        words = materialized.first();
        var stream = materialized.second();
        var routes = Directives.concat(
                Directives.path(
                        "upload",
                        () -> Directives.entity(Unmarshaller.entityToString(), _ -> Directives.complete("taken"))),
                Directives.path("forbidden", () -> Directives.complete(StatusCodes.FORBIDDEN)),
                Directives.path("known", () -> Directives.get(() -> Directives.complete("known"))),
                Directives.path(
                        "order",
                        () -> Directives.post(() ->
                                Directives.complete(HttpEntities.createChunked(ContentTypes.TEXT_PLAIN_UTF8, stream)))),
                Directives.path(
                        "stream",
                        () -> Directives.complete(HttpEntities.createChunked(ContentTypes.TEXT_PLAIN_UTF8, stream))));
        port = AgentServer.open(kit.system(), "127.0.0.1", 0, routes, Optional.empty(), nanos::get)
                .toCompletableFuture()
                .join()
                .localAddress()
                .getPort();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        for (var socket : sockets) {
            socket.close();
        }
        kit.shutdownTestKit();
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) SOON.toMillis());
        sockets.add(socket);
        return socket;
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
                .timeout(SOON)
                .method(method, BodyPublishers.noBody());
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private BufferedReader stream() throws IOException {
        var socket = connect();
        socket.getOutputStream().write("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        say("begun");
        awaitWord(reader, "begun");
        return reader;
    }

    private void say(String word) {
        words.offer(ByteString.fromString(word + "\n"));
    }

    private static void awaitWord(BufferedReader stream, String word) throws IOException {
        for (var line = stream.readLine(); !word.equals(line); line = stream.readLine()) {
            assertThat(line).as("the stream goes on").isNotNull();
        }
    }

    @Test
    void givenMoreSilentConnectionsThanThereArePlaces_whenSomebodyAsks_thenTheAnswerComesAndStreamsGoOn()
            throws Exception {
        var stream = stream();
        for (var number = 0; number < MANY; number++) {
            var socket = connect();
            if (number % 2 == 0) {
                socket.getOutputStream().write('G');
            }
        }

        assertThat(send("GET", "/known").body()).isEqualTo("known");

        assertThat(sockets.get(1).getInputStream().read())
                .as("the oldest gave way")
                .isEqualTo(-1);
        say("still here");
        awaitWord(stream, "still here");
    }

    @Test
    void givenAConnectionWithoutARequest_whenItsTimeHasPassed_thenItIsClosed() throws Exception {
        var silent = connect();
        var partial = connect();
        partial.getOutputStream().write("GET /known HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));
        assertThat(send("GET", "/known").statusCode()).isEqualTo(200);

        nanos.addAndGet(Connections.FIRST_REQUEST_WITHIN.toNanos());

        assertThat(silent.getInputStream().read()).isEqualTo(-1);
        Await.until(
                "the other is closed too", SOON, () -> partial.getInputStream().read() == -1);
        assertThat(send("GET", "/known").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, 400",
        "GET, /health, 400",
        "GET, /nothing/here, 400",
        "HEAD, /, 400",
        "OPTIONS, /health, 400",
        "POST, /, 405",
        "DELETE, /known, 405",
        "PURGE, /, 405",
        "PURGE, /known, 405",
        "GET, /known, 200",
    })
    void givenAPathOrAMethodThatIsNone_whenAsked_thenItIsNotTakenForADrain(String method, String path, int status)
            throws Exception {
        assertThat(send(method, path).statusCode()).isEqualTo(status);
    }

    /** A client that sends all of its body before it looks at the answer, as most do. */
    @ParameterizedTest
    @CsvSource({
        "/upload, 20000, 200",
        "/upload, 64000, 200",
        "/upload, 9000000, 413",
        "/forbidden, 9000000, 403",
        "/nothing/here, 9000000, 405",
    })
    void givenABody_whenItIsSentWhole_thenTheAnswerArrivesAndTheConnectionGoesOn(String path, int size, int status)
            throws Exception {
        var socket = connect();
        var sent = socket.getOutputStream();
        var answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));

        sent.write("POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n"
                .formatted(path, size)
                .getBytes(StandardCharsets.US_ASCII));
        sent.write(new byte[size]);

        assertThat(answers.readLine()).startsWith("HTTP/1.1 %d ".formatted(status));
        sent.write("GET /known HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        Await.until("the next answer", SOON, () -> answers.readLine().endsWith("Content-Length: 5"));
    }

    @Test
    void givenABodyInAnOldVersionOfHttp_whenItComesInPieces_thenItIsRead() throws Exception {
        var socket = connect();
        var sent = socket.getOutputStream();
        sent.write("POST /upload HTTP/1.0\r\nHost: a\r\nContent-Length: 60000\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        sent.flush();
        sent.write(new byte[60000]);

        assertThat(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                        .readLine())
                .startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @CsvSource({"POST /upload, chunked", "GET /known, chunked", "POST /nothing, 'gzip, chunked'", "GET /, chunked"})
    void givenChunksInAVersionOfHttpThatHasNone_whenSent_thenItIs400AndTheConnectionEnds(String asked, String coding)
            throws Exception {
        var socket = connect();

        socket.getOutputStream().write("""
                GET /known HTTP/1.1\r
                Host: a\r
                \r
                %s HTTP/1.0\r
                Host: a\r
                Connection: keep-alive\r
                Transfer-Encoding: %s\r
                \r
                0\r
                \r
                GET /forbidden HTTP/1.1\r
                Host: a\r
                \r
                """.formatted(asked, coding).getBytes(StandardCharsets.US_ASCII));

        var answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(Pattern.compile("HTTP/1.1 (\\d+) ")
                        .matcher(answers)
                        .results()
                        .map(status -> status.group(1)))
                .as(answers)
                .containsExactly("200", "400");
    }

    @Test
    void givenAnOrderUnderWay_whenTheActorSystemEnds_thenItsAnswerIsSentToItsEnd() throws Exception {
        var shutdown = CoordinatedShutdown.get(Adapter.toClassic(kit.system()));
        var waiting = new CompletableFuture<Done>();
        var stopping = new CompletableFuture<Done>();
        shutdown.addTask(CoordinatedShutdown.PhaseServiceRequestsDone(), "test", () -> done(waiting));
        shutdown.addTask(CoordinatedShutdown.PhaseServiceStop(), "test", () -> done(stopping));
        var socket = connect();
        socket.getOutputStream()
                .write("POST /order HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        say("begun");
        awaitWord(answer, "begun");

        var ended = shutdown.runAll(CoordinatedShutdown.unknownReason()).toCompletableFuture();
        assertThat(waiting).succeedsWithin(SOON);
        assertThat(stopping).isNotDone();
        say("finished");
        words.complete();

        awaitWord(answer, "finished");
        assertThat(ended).succeedsWithin(SOON);
    }

    private static CompletionStage<Done> done(CompletableFuture<Done> future) {
        future.complete(Done.getInstance());
        return future;
    }
}
