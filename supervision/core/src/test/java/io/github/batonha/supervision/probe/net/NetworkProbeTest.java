package io.github.batonha.supervision.probe.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.supervision.os.ListeningSockets;
import io.github.batonha.supervision.probe.Answer;
import io.github.batonha.supervision.probe.Check;
import io.github.batonha.supervision.probe.net.NetworkProbe.Target;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkProbeTest {

    private static final String HERE = "127.0.0.1";
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(100);

    private ServerSocket server;

    @BeforeEach
    void begin() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void end() throws IOException {
        server.close();
    }

    @Test
    void givenAPortThatAccepts_whenLookedAt_thenItPassesThoughNobodyEverAnswers() {
        assertThat(NetworkProbe.tcp(Target.at(HERE), new Check.Tcp(server.getLocalPort()), WITHIN))
                .isEqualTo(new Answer.Passed());
    }

    @Test
    void givenNobodyAtThePort_whenLookedAt_thenItFails() throws IOException {
        var port = server.getLocalPort();
        server.close();

        var nothing = new Answer.Failed("nothing listens on port %d, at any address of this host".formatted(port));
        assertThat(NetworkProbe.tcp(Target.at(HERE), new Check.Tcp(port), WITHIN))
                .isEqualTo(nothing);
        assertThat(NetworkProbe.http(Target.at(HERE), check(port), WITHIN)).isEqualTo(nothing);
    }

    @Test
    void givenASocketThatReachedItself_whenAsked_thenItIsNoAnswerAndThePortIsFreeAtOnce() throws IOException {
        int port;
        try (var socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            port = socket.getLocalPort();
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));

            assertThat(NetworkProbe.isItself(socket)).isTrue();
            NetworkProbe.leave(socket);
        }
        try (var listens = new ServerSocket()) {
            listens.setReuseAddress(false);
            listens.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            assertThat(listens.isBound()).isTrue();
        }
    }

    @Test
    void givenAProcessThatListensElsewhere_whenItIsItsOwn_thenItIsFoundThere() throws IOException {
        for (var address : List.of("::1", "127.0.0.77")) {
            try (var listens = new ServerSocket(0, 10, InetAddress.getByName(address))) {
                var check = new Check.Tcp(listens.getLocalPort());
                var pids = List.of(ProcessHandle.current().pid());
                var own = new Target(HERE, inode -> ListeningSockets.isHeldBy(inode, pids), port -> false);
                var init = new Target(HERE, inode -> ListeningSockets.isHeldBy(inode, List.of()), port -> false);

                assertThat(NetworkProbe.tcp(own, check, WITHIN)).isEqualTo(new Answer.Passed());
                assertThat(NetworkProbe.tcp(init, check, WITHIN))
                        .isInstanceOfSatisfying(
                                Answer.Failed.class,
                                failed -> assertThat(failed.reason())
                                        .isEqualTo("port %d is listened on at %s alone, by another process"
                                                .formatted(
                                                        check.port(),
                                                        listens.getInetAddress().getHostAddress())));
            } catch (BindException noSuchProtocol) {
                assertThat(address).isEqualTo("::1");
            }
        }
    }

    @Test
    void givenAnotherAddressOfTheNode_whenItListensOnLoopbackOrAll_thenItIsReady() throws IOException {
        var own = new Target("127.0.1.1", inode -> true, port -> true);

        assertThat(NetworkProbe.tcp(own, new Check.Tcp(server.getLocalPort()), WITHIN))
                .isEqualTo(new Answer.Passed());
        try (var all = new ServerSocket(0)) {
            assertThat(NetworkProbe.tcp(Target.at("127.0.1.1"), new Check.Tcp(all.getLocalPort()), WITHIN))
                    .isEqualTo(new Answer.Passed());
        }
    }

    @Test
    void givenStatuses_whenAnswered_thenThoseOfTheCheckPass() {
        assertThat(answered("HTTP/1.1 204 No Content\r\nA: b\r\n\r\n")).isEqualTo(new Answer.Passed());
        assertThat(answered("HTTP/1.0 200\r\n\r\n")).isEqualTo(new Answer.Passed());
        assertThat(answered("HTTP/1.1 503 Service Unavailable\r\n\r\n"))
                .isEqualTo(new Answer.Failed("/health answered 503"));
    }

    @Test
    void givenNoHttp_whenAnswered_thenItFails() {
        assertThat(answered("220 mail ready\r\n\r\n"))
                .isEqualTo(new Answer.Failed("port %d does not speak HTTP".formatted(server.getLocalPort())));
        assertThat(answered("HTTP/1.1 200 OK\r\nServer: x"))
                .isEqualTo(new Answer.Failed("port %d: the answer broke off".formatted(server.getLocalPort())));
    }

    @Test
    void givenAServerThatHangs_whenLookedAt_thenTheTimeoutHoldsForAllOfIt() {
        // The kernel accepts what nobody takes out of the queue.
        assertThat(NetworkProbe.http(Target.at(HERE), check(server.getLocalPort()), SHORT))
                .isEqualTo(new Answer.Failed("no answer from port %d within 100 ms".formatted(server.getLocalPort())));
    }

    private Answer answered(String response) {
        Thread.startVirtualThread(() -> {
            try (var connection = server.accept()) {
                var request = new byte[4096];
                if (connection.getInputStream().read(request) > 0) {
                    connection.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        return NetworkProbe.http(Target.at(HERE), check(server.getLocalPort()), WITHIN);
    }

    private static Check.Http check(int port) {
        return new Check.Http(port, "/health", List.of(new Check.Statuses(200, 204)));
    }
}
