package io.github.batonha.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifyTest {

    @TempDir
    Path folder;

    @Test
    void givenAnAgent_whenSomethingIsSaid_thenItArrivesAsOneConnection() throws IOException {
        var path = folder.resolve("socket");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));

            assertThat(Notify.send(path.toString(), "READY=1\nSTATUS=grün")).isTrue();

            assertThat(read(server)).isEqualTo("READY=1\nSTATUS=grün");
        }
    }

    @Test
    void givenAnAgentThatHangs_whenItsQueueIsFull_thenNobodyIsHeldUp() throws IOException {
        var path = folder.resolve("socket");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path), 1);
            var sent = 0;
            while (Notify.send(path.toString(), "WATCHDOG=1")) {
                sent++;
            }

            assertThat(sent).isBetween(1, 10);
        }
    }

    @Test
    void givenNoAgent_whenSomethingIsSaid_thenItIsFalseAndNothingElse() throws IOException {
        var path = folder.resolve("socket");
        assertThat(Notify.send(path.toString(), "READY=1")).isFalse();
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
        }

        assertThat(Notify.send(path.toString(), "READY=1")).isFalse();
        assertThat(Notify.send(null, "READY=1")).isFalse();
        assertThat(Notify.send("x".repeat(1000), "READY=1")).isFalse();
        assertThat(Notify.ready()).isFalse();
        assertThat(Notify.status("none listens")).isFalse();
        assertThat(Notify.watchdog()).isFalse();
        assertThat(Notify.failed("none listens")).isFalse();
        assertThat(Notify.stopping()).isFalse();
        assertThat(Notify.watchdogMicros()).isZero();
    }

    private static String read(ServerSocketChannel server) throws IOException {
        try (var connection = server.accept()) {
            var bytes = ByteBuffer.allocate(1000);
            while (connection.read(bytes) >= 0) {
                // Until it is closed.
            }
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        }
    }
}
