package io.github.batonha.supervision.primary.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.Guard;
import io.github.batonha.supervision.primary.model.LeaseTimes;
import io.github.batonha.supervision.primary.model.Terms;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordCodecTest {

    /** As agents before guard majority wrote it. */
    private static byte[] ofVersionTwo() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        epoch(out, 9, "NodeB");
        hosts(out, "NodeA", "NodeB");
        out.writeBoolean(true);
        lease(out);
        epoch(out, 7, "NodeA");
        out.writeUTF("NodeA");
        out.writeUTF("2026-01-01T10:11:12Z");
        out.writeUTF("operator");
        out.writeUTF("because");
        hosts(out, "NodeB");
        hosts(out);
        out.writeUTF("NodeB");
        hosts(out, "NodeA", "NodeB");
        hosts(out, "NodeA", "NodeB");
        out.writeUTF("OPERATOR");
        lease(out);
        epoch(out, 7, "NodeA");
        epoch(out, 0, "");
        return bytes.toByteArray();
    }

    private static void epoch(DataOutputStream out, long number, String host) throws IOException {
        out.writeLong(number);
        out.writeUTF(host);
    }

    private static void hosts(DataOutputStream out, String... hosts) throws IOException {
        out.writeInt(hosts.length);
        for (var host : hosts) {
            out.writeUTF(host);
        }
    }

    private static void lease(DataOutputStream out) throws IOException {
        out.writeLong(Duration.ofSeconds(15).toNanos());
        out.writeLong(Duration.ofSeconds(3).toNanos());
    }

    @Test
    void givenARecordOfTheVersionBefore_whenRead_thenItIsOneOfGuardOperatorThatGrantedNothing() throws IOException {
        var record = RecordCodec.decode(2, ofVersionTwo());

        assertThat(record.promise().epoch()).isEqualTo(new Epoch(9, "NodeB"));
        assertThat(record.promise().lease()).isEqualTo(new LeaseTimes(Duration.ofSeconds(15), Duration.ofSeconds(3)));
        assertThat(record.assignment().primary()).isEqualTo("NodeA");
        assertThat(record.assignment().confirmedDown()).containsExactly("NodeB");
        assertThat(record.active()).isEqualTo(new Epoch(7, "NodeA"));
        assertThat(record.granted()).isEqualTo(Epoch.NONE);
        assertThat(record.terms()).containsExactly(new Terms(Guard.OPERATOR, Set.of("NodeA", "NodeB")));
        assertThat(RecordCodec.decode(RecordCodec.VERSION, RecordCodec.encode(record)))
                .isEqualTo(record);
    }

    @Test
    void givenARecordOfALaterVersion_whenRead_thenItIsRefused() {
        assertThatThrownBy(() -> RecordCodec.decode(RecordCodec.VERSION + 1, ofVersionTwo()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("this agent reads up to 3");
    }
}
