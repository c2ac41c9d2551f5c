package io.github.batonha.actors.primary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.typesafe.config.ConfigFactory;
import io.github.batonha.supervision.primary.model.Assignment;
import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.Guard;
import io.github.batonha.supervision.primary.model.LeaseTimes;
import io.github.batonha.supervision.primary.model.Message;
import io.github.batonha.supervision.primary.model.Terms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageJsonTest {

    private static final Epoch EPOCH = new Epoch(1_795_406_314_123L, "NodeA");
    private static final LeaseTimes LEASE = new LeaseTimes(Duration.ofSeconds(15), Duration.ofMillis(3001));
    private static final Assignment ASSIGNMENT = new Assignment(
            EPOCH,
            "NodeA",
            Instant.parse("2026-01-01T10:11:12.123456789Z"),
            "operator",
            "because",
            Set.of("NodeB"),
            Set.of("NodeC"),
            "NodeB",
            Set.of("NodeA", "NodeB"),
            Set.of("NodeA", "NodeB"),
            Guard.OPERATOR,
            LEASE);

    private static final Terms TERMS = new Terms(Guard.MAJORITY, Set.of("NodeA", "NodeB", "NodeW"));

    static Stream<Message> messages() {
        return Stream.of(
                new Message.Prepare(EPOCH, Set.of("NodeA", "NodeB"), true, Epoch.NONE, LEASE, TERMS),
                new Message.Promised(
                        EPOCH,
                        Epoch.NONE,
                        ASSIGNMENT,
                        EPOCH,
                        EPOCH,
                        Set.of("NodeA"),
                        LEASE,
                        "",
                        Set.of(TERMS),
                        EPOCH,
                        Duration.ofSeconds(9),
                        Map.of("NodeB", Duration.ofMillis(1234))),
                new Message.Unknown(EPOCH, "why", Duration.ofSeconds(2)),
                new Message.Superseded(EPOCH, EPOCH, true),
                new Message.AskRelease(EPOCH),
                new Message.Releasing(EPOCH, Duration.ofSeconds(1)),
                new Message.Released(EPOCH),
                new Message.NotReleased(EPOCH, "why"),
                new Message.Committed(ASSIGNMENT),
                new Message.Query(new Message.Prepare(EPOCH, Set.of("NodeA"), false, Epoch.NONE, LEASE, TERMS)),
                new Message.WouldAnswer(new Message.Superseded(EPOCH, EPOCH, true)),
                new Message.Renew(EPOCH, 123_456_789_012L),
                new Message.Granted(EPOCH, -1),
                new Message.Beat(Assignment.NONE, EPOCH),
                new Message.Farewell());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void givenAnyMessage_whenItCrossesTheWire_thenItIsTheSame(Message message) throws JsonProcessingException {
        assertThat(MessageJson.read(MessageJson.write(message))).isEqualTo(message);
    }

    @Test
    void givenTheSealedInterface_whenItGrows_thenThisTestKnowsEveryType() {
        var tested = messages().map(Object::getClass).collect(Collectors.toSet());

        assertThat(tested)
                .containsExactlyInAnyOrderElementsOf(records(Message.class).toList());
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(MessageJsonTest::records)
                : Stream.of(type);
    }

    @Test
    void givenTheFrozenForm_whenWritten_thenItReadsAsEver() {
        assertThat(MessageJson.write(new Message.AskRelease(EPOCH)))
                .isEqualTo("{\"type\":\"ask-release\",\"epoch\":{\"number\":1795406314123,\"host\":\"NodeA\"}}");
        assertThat(MessageJson.write(new Message.Unknown(EPOCH, "why", Duration.ofSeconds(2))))
                .isEqualTo("{\"type\":\"unknown\",\"epoch\":{\"number\":1795406314123,\"host\":\"NodeA\"},"
                        + "\"why\":\"why\",\"remaining\":\"PT2S\"}");
    }

    @Test
    void givenAFieldOfALaterVersion_whenRead_thenItIsLeftOut() throws JsonProcessingException {
        var json = "{\"type\":\"ask-release\",\"epoch\":{\"number\":7,\"host\":\"NodeA\",\"x\":1},\"later\":[1]}";

        assertThat(MessageJson.read(json)).isEqualTo(new Message.AskRelease(new Epoch(7, "NodeA")));
    }

    @Test
    void givenAMissingField_whenRead_thenItFailsInsteadOfGuessing() {
        assertThatThrownBy(() -> MessageJson.read("{\"type\":\"ask-release\"}"))
                .isInstanceOf(JsonProcessingException.class);
    }

    /** See messages/README.md among the resources. */
    @Test
    void givenEachMessageOfTheFirstBuildOfThisFormat_whenRead_thenItIsOneOfToday() throws IOException {
        var envelope = PrimaryActor.FromPeer.class.getName();
        var read = new HashSet<String>();
        for (var line : Files.readAllLines(Path.of("src/test/resources/messages/0.2.0-first.txt"))) {
            if (line.startsWith(envelope + " ")) {
                var bytes = Base64.getDecoder().decode(line.substring(envelope.length() + 1));
                var text = new CBORMapper().readTree(bytes).get("message").asText();
                read.add(MessageJson.read(text).getClass().getSimpleName());
            }
        }

        assertThat(read).hasSizeGreaterThanOrEqualTo(13);
    }

    @Test
    void givenTheEnvelope_whenPekkoSerialisesIt_thenItIsTheSame() {
        var kit = ActorTestKit.create(ConfigFactory.parseString(
                "pekko.actor.serialization-bindings { \"io.github.batonha.actors.wire.Wire\" = jackson-cbor }"));
        try {
            var sender = kit.createTestProbe(PrimaryActor.Command.class).getRef();
            var wire = new PrimaryActor.FromPeer("NodeA", MessageJson.write(new Message.Farewell()), sender);

            assertThat(kit.serializationTestKit().verifySerialization(wire, true))
                    .isEqualTo(wire);
        } finally {
            kit.shutdownTestKit();
        }
    }

    @Test
    void givenMessagesOfAnAgentBeforeGuardMajority_whenRead_thenTheyAreThoseOfGuardOperator()
            throws JsonProcessingException {
        var prepare = """
                {"type":"prepare","epoch":{"number":7,"host":"NodeA"},"hosts":["NodeA"],"resume":false,
                 "basis":{"number":0,"host":""},"lease":{"grace":"PT15S","margin":"PT3S"}}""";
        var terms = new Terms(Guard.OPERATOR, Set.of());

        var query = (Message.Query) MessageJson.read("{\"type\":\"query\",\"prepare\":%s}".formatted(prepare));
        var promised = new Message.Promised(
                EPOCH,
                EPOCH,
                ASSIGNMENT,
                EPOCH,
                EPOCH,
                Set.of("NodeA"),
                LEASE,
                "",
                Set.of(terms),
                Epoch.NONE,
                Duration.ZERO,
                Map.of());
        var written = MessageJson.write(new Message.WouldAnswer(promised))
                .replaceAll(",\"terms\":\\[[^]]*]}],\"granted\":\\{[^}]*},\"grantEnds\":\"PT0S\"", "");

        assertThat(query.prepare().terms()).isEqualTo(terms);
        assertThat(((Message.Prepare) MessageJson.read(prepare)).terms()).isEqualTo(terms);
        assertThat(written).doesNotContain("terms").doesNotContain("grant");
        assertThat(MessageJson.read(written)).isEqualTo(new Message.WouldAnswer(promised));
    }
}
