package io.github.batonha.actors.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StampTest {
    private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.UTF_8);
    private static final Stamp STAMP = new Stamp("DÉV", "NodeA", "[fd00::1]:6000", "pid 7 on ж, started now");

    private static byte[] stamped() {
        var stamp = STAMP.encoded();
        var all = Arrays.copyOf(MESSAGE, MESSAGE.length + stamp.length);
        System.arraycopy(stamp, 0, all, MESSAGE.length, stamp.length);
        return all;
    }

    @Test
    void givenAStampedMessage_whenRead_thenBothComeBack() {
        var read = Stamp.read(stamped());

        assertThat(read.message()).isEqualTo(MESSAGE);
        assertThat(read.stamp()).contains(STAMP);
    }

    @Test
    void givenWhatHasNoStamp_whenRead_thenItIsTheMessage() {
        var cut = Arrays.copyOfRange(stamped(), MESSAGE.length + 9, stamped().length);

        for (var bytes : new byte[][] {MESSAGE, {}, new byte[12], cut}) {
            assertThat(Stamp.read(bytes).message()).isEqualTo(bytes);
            assertThat(Stamp.read(bytes).stamp()).isEmpty();
        }
    }
}
