package io.github.batonha.actors.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.sessions.store.SessionMessage;
import io.github.batonha.sessions.store.SessionMessage.Acknowledged;
import io.github.batonha.sessions.store.SessionMessage.Beat;
import io.github.batonha.sessions.store.SessionMessage.Chunk;
import io.github.batonha.sessions.store.SessionMessage.Deltas;
import io.github.batonha.sessions.store.SessionMessage.Digests;
import io.github.batonha.sessions.store.SessionMessage.Pull;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SessionWireTest {

    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final byte[] BYTES = {0, -1, 127, -128};

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    static Stream<SessionMessage> messages() {
        return Stream.of(
                new Beat("NodeA", 1, -2, 3, 4, Long.MAX_VALUE, true, -7_200_000),
                new Deltas("NodeA", 1, 2, BYTES),
                new Acknowledged("NodeA", 1, 2, BYTES, true),
                new Digests("NodeA", 1, 2, 3, new long[] {Long.MIN_VALUE, 0, 5}),
                new Pull("NodeA", 1, 2, 3, 255, 4, BYTES, BYTES),
                new Chunk("NodeA", 1, 2, 3, BYTES, 4, 5, 6, BYTES));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void givenAMessage_whenItCrossesNodes_thenNothingIsLost(SessionMessage message) {
        var arrived = KIT.serializationTestKit().verifySerialization(message, false);

        assertThat(arrived).usingRecursiveComparison().isEqualTo(message);
    }
}
