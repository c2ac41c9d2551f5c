package io.github.batonha.supervision.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import org.junit.jupiter.api.Test;

class ListeningSocketsTest {

    private static ServerSocket bind(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }

    @Test
    void givenAListenerThatNobodyCloses_whenSilenced_thenAnotherOneCanHaveItsPort() throws IOException {
        try (var selector = Selector.open();
                var forgotten = ServerSocketChannel.open()) {
            forgotten.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            forgotten.configureBlocking(false);
            forgotten.register(selector, SelectionKey.OP_ACCEPT);
            var port = forgotten.socket().getLocalPort();
            assertThatThrownBy(() -> bind(port)).isInstanceOf(BindException.class);

            assertThat(ListeningSockets.silence(port)).isEqualTo(1);

            try (var next = bind(port)) {
                assertThat(next.isBound()).isTrue();
            }
        }
    }

    @Test
    void givenAPortThatNobodyListensOn_whenSilenced_thenNothingIs() throws IOException {
        int port;
        try (var free = bind(0)) {
            port = free.getLocalPort();
        }

        assertThat(ListeningSockets.silence(port)).isZero();
    }
}
