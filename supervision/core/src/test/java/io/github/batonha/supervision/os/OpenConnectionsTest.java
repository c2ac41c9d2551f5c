package io.github.batonha.supervision.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class OpenConnectionsTest {

    @Test
    void givenAConnection_whenTheClientCloses_thenItIsOpenNoMore() throws IOException {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var client = new Socket(server.getInetAddress(), server.getLocalPort());
                var accepted = server.accept()) {
            assertThat(TcpConnections.read().isOpenTo(client.getLocalPort())).isTrue();
            var port = client.getLocalPort();

            client.shutdownOutput(); // as the kernel does for one that ends
            assertThat(accepted.getInputStream().read()).isEqualTo(-1); // the kernel of our end has heard of it

            assertThat(TcpConnections.read().isOpenTo(port)).isFalse();
        }
    }
}
