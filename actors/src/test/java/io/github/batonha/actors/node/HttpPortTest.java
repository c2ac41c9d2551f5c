package io.github.batonha.actors.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.conf.model.FenceCommand;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.test.Await;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.server.Directives;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpPortTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final ActorTestKit kit =
            ActorTestKit.create(ConfigFactory.parseResources("agent.conf").withOnlyPath("pekko.http"));
    private final List<NodeEvent> events = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        kit.shutdownTestKit();
    }

    @Test
    void givenAPortThatIsTaken_whenItBecomesFree_thenItIsServedAndOnlyThenNamed() throws Exception {
        int number;
        HttpPort port;
        CompletableFuture<Void> served;
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            number = taken.getLocalPort();
            port = HttpPort.of(
                    new HostDefinition("NodeA", "127.0.0.1", 0, number, FenceCommand.NONE),
                    directory,
                    new HttpPort.Protection(Optional.empty(), ""),
                    events::add);
            served = serve(port, number);

            Await.until("it is said", SOON, () -> !events.isEmpty());

            assertThat(served).isNotDone();
            assertThat(port.shown()).contains("127.0.0.1:" + number);
            assertThat(port.obstacle()).isEqualTo(port.shown());
            assertThat(address()).doesNotExist();
        }

        served.get(SOON.toSeconds(), TimeUnit.SECONDS);

        assertThat(events).containsExactly(new NodeEvent.Trouble(said()));
        assertThat(port.shown()).isEmpty();
        assertThat(port.obstacle()).isEmpty();
        assertThat(address()).content().contains(":" + number);
        assertThat(ask(number)).isEqualTo("served");
    }

    @Test
    void givenAServedPort_whenItEnds_thenNobodyIsSentThere() throws Exception {
        int number;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            number = free.getLocalPort();
        }
        var port = HttpPort.of(
                new HostDefinition("NodeA", "127.0.0.1", 0, number, FenceCommand.NONE),
                directory,
                new HttpPort.Protection(Optional.empty(), "HTTP is plain"),
                events::add);
        serve(port, number).get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(port.shown()).isEqualTo("HTTP is plain");

        port.end();

        assertThat(address()).doesNotExist();
        assertThat(port.obstacle()).contains("NodeA").contains("does not serve HTTP");
        assertThat(events).isEmpty();
    }

    private CompletableFuture<Void> serve(HttpPort port, int number) {
        return port.serve(
                        kit.system(),
                        ForkJoinPool.commonPool(),
                        () -> Http.get(kit.system())
                                .newServerAt("127.0.0.1", number)
                                .bind(Directives.complete("served")))
                .toCompletableFuture();
    }

    private String said() {
        return ((NodeEvent.Trouble) events.getFirst()).text();
    }

    private Path address() {
        return directory.resolve("agent.json");
    }

    private static String ask(int number) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/".formatted(number)))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }
}
