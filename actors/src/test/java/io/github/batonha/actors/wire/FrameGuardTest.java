package io.github.batonha.actors.wire;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FrameGuardTest {
    private static final int MOST = 20_000;

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    FrameGuardTest() {
        sent.writeBytes("AKKA\2".getBytes(StandardCharsets.US_ASCII));
    }

    private void frame(int messageBytes, String node) {
        var stamp = node.isEmpty() ? new byte[0] : new Stamp("S", node, node + ":6000", "pid 1").encoded();
        length(messageBytes + stamp.length);
        sent.writeBytes(new byte[messageBytes]);
        sent.writeBytes(stamp);
    }

    private void length(int bytes) {
        sent.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(bytes)
                .array());
    }

    /** In pieces of every size that a connection may bring. */
    private void read(int piece, String... nodes) throws FrameGuard.Foreign {
        var guard = new FrameGuard(Set.of(nodes), MOST);
        var all = sent.toByteArray();
        for (var at = 0; at < all.length; at += piece) {
            guard.read(ByteBuffer.wrap(all, at, Math.min(piece, all.length - at)));
        }
    }

    @Test
    void givenMessagesOfThePeer_whenRead_thenTheyPassInAnyPieces() {
        frame(0, "");
        frame(10, "NodeC");
        frame(0, "NodeC");
        frame(10_000, "NodeC");
        frame(7000, "");

        for (var piece : new int[] {1, 2, 3, 4095, 4096, 4097, 100_000}) {
            assertThatCode(() -> read(piece, "NodeC")).doesNotThrowAnyException();
        }
    }

    @Test
    void givenAMessageInTheNameOfAnother_whenRead_thenItIsForeignInAnyPieces() {
        frame(10, "NodeC");
        frame(10_000, "NodeA");

        for (var piece : new int[] {1, 3, 64, 4096, 100_000}) {
            assertThatThrownBy(() -> read(piece, "NodeC"))
                    .isInstanceOf(FrameGuard.Foreign.class)
                    .hasMessageContaining("NodeA of system S");
        }
    }

    @Test
    void givenAPeerThatNamesTwoHosts_whenRead_thenItMaySpeakForBoth() {
        frame(10, "NodeA");
        frame(10, "NodeC");

        assertThatCode(() -> read(100, "NodeA", "NodeC")).doesNotThrowAnyException();
    }

    @Test
    void givenAFrameOfMoreThanThePortTakes_whenItsLengthIsRead_thenItIsForeign() {
        length(MOST + 1);

        assertThatThrownBy(() -> read(1, "NodeC")).hasMessageContaining("20001 bytes");
    }

    @Test
    void givenANegativeLength_whenRead_thenItIsForeign() {
        length(-1);

        assertThatThrownBy(() -> read(100, "NodeC")).isInstanceOf(FrameGuard.Foreign.class);
    }
}
