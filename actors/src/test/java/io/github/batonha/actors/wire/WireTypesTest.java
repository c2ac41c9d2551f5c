package io.github.batonha.actors.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.serialization.DisabledJavaSerializer;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent makes from bytes of the cluster port, by the settings of an agent and by the call that Artery makes. */
class WireTypesTest {

    private static final int JAVA = 1;

    private static final ActorSystem SYSTEM = ActorSystem.create(
            "wire",
            ConfigFactory.parseString("pekko.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }")
                    .withFallback(ConfigFactory.parseResources("agent.conf"))
                    .withFallback(ConfigFactory.defaultReferenceUnresolved())
                    .resolve());

    private static final Serialization SERIALIZATION = SerializationExtension.get(SYSTEM);

    @AfterAll
    static void end() {
        TestKit.shutdownActorSystem(SYSTEM);
    }

    record Ours(String text) implements Wire {}

    record NotOnTheWire(String text) {}

    @Test
    void givenAMessageOfANode_whenItComes_thenItIsTaken() throws NotSerializableException {
        var message = new Ours("text");
        var serializer = SERIALIZATION.serializerFor(Ours.class);
        var bytes = SERIALIZATION.serialize(message).get();

        var read = SERIALIZATION.deserialize(bytes, serializer.identifier(), Ours.class.getName());

        assertThat(read.get()).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.github.batonha.actors.wire.WireTypesTest$NotOnTheWire",
                "io.github.batonha.actors.wire.Stamp",
                "io.github.batonha.actors.no.such.Type",
                "java.util.ArrayList",
                "org.apache.pekko.actor.PoisonPill$",
                "com.typesafe.config.ConfigFactory",
                ""
            })
    void givenAnotherType_whenItComes_thenItIsNotMade(String type) throws NotSerializableException {
        var serializer = SERIALIZATION.serializerFor(Ours.class).identifier();
        var bytes = "{\"text\":\"x\"}".getBytes(UTF_8);

        var read = SERIALIZATION.deserialize(bytes, serializer, type);

        assertThat(read.isFailure()).isTrue();
        assertThat(read.failed().get()).hasMessageContaining("no message");
    }

    @Test
    void givenAnObjectOfJavaSerialization_whenItComes_thenItIsNotRead() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var objects = new ObjectOutputStream(bytes)) {
            objects.writeObject(new ArrayList<>(List.of("a")));
        }

        var read = SERIALIZATION.deserialize(bytes.toByteArray(), JAVA, "");

        assertThat(read.isFailure()).isTrue();
        assertThat(read.failed().get()).isInstanceOf(DisabledJavaSerializer.JavaSerializationException.class);
        assertThatThrownBy(() ->
                        SERIALIZATION.serialize(new ArrayList<>(List.of("a"))).get())
                .isInstanceOf(DisabledJavaSerializer.JavaSerializationException.class);
    }
}
