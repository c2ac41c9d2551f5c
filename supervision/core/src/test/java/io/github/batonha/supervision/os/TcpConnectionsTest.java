package io.github.batonha.supervision.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TcpConnectionsTest {
    private static final long SELF = ProcessHandle.current().pid();
    private static final List<Long> NOBODY = List.of();
    private static final Duration WINDOW = Duration.ofSeconds(2);
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void givenConnections_whenCounted_thenOnlyAcceptedOnesOfThePortCount() throws IOException {
        try (var server = new ServerSocket(0, 50, LOOPBACK);
                var first = new Socket(server.getInetAddress(), server.getLocalPort());
                var second = new Socket(server.getInetAddress(), server.getLocalPort());
                var accepted = server.accept();
                var another = server.accept()) {
            assertThat(List.of(first, second, accepted, another)).allMatch(Socket::isConnected);

            assertThat(TcpConnections.read().incoming(server.getLocalPort(), List.of(SELF), NOBODY, WINDOW, 0))
                    .containsExactly(LOOPBACK, LOOPBACK);
            assertThat(TcpConnections.read().incoming(first.getLocalPort(), NOBODY, NOBODY, WINDOW, 0))
                    .as("where the owner is not known the port tells")
                    .hasSize(1);
        }
    }

    @Test
    void givenConnectionsFromAProcessOfTheNode_whenCounted_thenTheyAreNoUsers() throws IOException {
        try (var server = new ServerSocket(0, 50, LOOPBACK);
                var pool = new Socket(server.getInetAddress(), server.getLocalPort());
                var accepted = server.accept()) {
            assertThat(List.of(pool, accepted)).allMatch(Socket::isConnected);

            assertThat(TcpConnections.read().incoming(server.getLocalPort(), List.of(SELF), List.of(SELF), WINDOW, 0))
                    .isEmpty();
        }
    }

    @Test
    void givenShortConnectionsThatTheServerClosed_whenCounted_thenThoseOfTheWindowCount() throws IOException {
        try (var server = new ServerSocket(0, 50, LOOPBACK)) {
            for (var click = 0; click < 3; click++) {
                try (var user = new Socket(server.getInetAddress(), server.getLocalPort())) {
                    server.accept().close();
                    assertThat(user.getInputStream().read()).isEqualTo(-1);
                }
            }
            var table = TcpConnections.read();

            assertThat(table.incoming(server.getLocalPort(), List.of(SELF), NOBODY, Duration.ofSeconds(59), 0))
                    .hasSize(3);
            assertThat(table.incoming(server.getLocalPort(), List.of(SELF), NOBODY, Duration.ofSeconds(59), 2))
                    .as("two may be checks of the agent")
                    .hasSize(1);
            assertThat(table.incoming(server.getLocalPort(), List.of(SELF), NOBODY, Duration.ofSeconds(-1), 0))
                    .isEmpty();
        }
    }

    @Test
    void givenConnectionsOfAnotherProcess_whenCounted_thenTheyDoNotCount() throws IOException {
        var table = TcpConnections.of(
                List.of(
                        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
                        "   0: 0100007F:2339 0700000A:C350 01 00000000:00000000 00:00000000 00000000     0        0 1 1 0",
                        "   1: 0100007F:2339 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2 1 0",
                        "   2: 0000000000000000FFFF00000100007F:2339 0000000000000000FFFF00000100007F:C351 06 0:0 03:0000176F 0 0 0 0 1"));

        try (var own = new ServerSocket(0)) {
            assertThat(own.isBound()).isTrue();
            assertThat(table.incoming(0x2339, List.of(SELF), NOBODY, WINDOW, 0)).isEmpty();
            assertThat(table.incoming(0x2339, NOBODY, NOBODY, WINDOW, 0))
                    .containsExactly(InetAddress.getByName("10.0.0.7"));
            assertThat(table.incoming(80, List.of(SELF), NOBODY, WINDOW, 0)).isEmpty();
        }
    }
}
