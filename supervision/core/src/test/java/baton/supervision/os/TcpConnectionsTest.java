package baton.supervision.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;

class TcpConnectionsTest {
    private static final long SELF = ProcessHandle.current().pid();

    @Test
    void givenConnections_whenCounted_thenOnlyAcceptedOnesOfThePortCount() throws IOException {
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var first = new Socket(server.getInetAddress(), server.getLocalPort());
                var second = new Socket(server.getInetAddress(), server.getLocalPort());
                var accepted = server.accept();
                var another = server.accept()) {
            assertThat(List.of(first, second, accepted, another)).allMatch(Socket::isConnected);

            assertThat(TcpConnections.read().incoming(server.getLocalPort(), List.of(SELF)))
                    .isEqualTo(2);
            assertThat(TcpConnections.read().incoming(first.getLocalPort(), List.of()))
                    .as("where the owner is not known the port tells")
                    .isEqualTo(1);
        }
    }

    @Test
    void givenConnectionsOfAnotherProcess_whenCounted_thenTheyDoNotCount() throws IOException {
        var table = TcpConnections.of(
                List.of(
                        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
                        "   0: 0100007F:2339 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 1 1 0",
                        "   1: 0100007F:2339 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2 1 0",
                        "   2: 0000000000000000FFFF00000100007F:2339 0000000000000000FFFF00000100007F:C351 06 0:0 0:0 0 0 0 0 1"));

        try (var own = new ServerSocket(0)) {
            assertThat(own.isBound()).isTrue();
            assertThat(table.incoming(0x2339, List.of(SELF))).isZero();
            assertThat(table.incoming(0x2339, List.of())).isEqualTo(1);
            assertThat(table.incoming(80, List.of(SELF))).isZero();
        }
    }
}
