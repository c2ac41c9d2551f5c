package io.github.batonha.actors.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.typesafe.config.ConfigFactory;
import io.github.batonha.actors.api.Reason;
import io.github.batonha.supervision.formats.NodeFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Messages as earlier releases wrote them, each type in each of its forms: what an agent of today makes of them. */
class FormerMessagesTest {
    private static final CBORMapper CBOR = new CBORMapper();

    private static final ActorSystem SYSTEM = ActorSystem.create(
            "baton",
            ConfigFactory.parseString("pekko.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }")
                    .withFallback(ConfigFactory.parseResources("agent.conf"))
                    .withFallback(ConfigFactory.defaultReferenceUnresolved())
                    .resolve());

    private static final Serialization SERIALIZATION = SerializationExtension.get(SYSTEM);

    @SuppressWarnings("ArrayRecordComponent") // only read
    private record Former(String manifest, byte[] bytes) {}

    @AfterAll
    static void end() {
        TestKit.shutdownActorSystem(SYSTEM);
    }

    private static List<Former> messages(String name) throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/messages/" + name)).stream()
                .map(line -> line.split(" ", -1))
                .map(words -> new Former(words[0], Base64.getDecoder().decode(words[1])))
                .toList();
    }

    private static int serializer() throws IOException {
        return SERIALIZATION.serializerFor(Reason.class).identifier();
    }

    @Test
    void givenMessagesOfTheFirstReleaseOfThisFormat_whenTheyCome_thenEachSaysWhatItSaid() throws IOException {
        var read = new TreeSet<String>();
        for (var message : messages("0.2.0-first.txt")) {
            var made = SERIALIZATION.deserialize(message.bytes(), serializer(), message.manifest());

            assertThat(made.isSuccess()).as("%s: %s", message.manifest(), made).isTrue();
            var today = CBOR.readTree(SERIALIZATION.serialize(made.get()).get());
            assertThat(lost("", CBOR.readTree(message.bytes()), today))
                    .as(message.manifest())
                    .isEmpty();
            read.add(message.manifest());
        }
        assertThat(read).hasSize(50);
    }

    @Test
    void givenMessagesOfTheFirstVersion_whenTheyCome_thenNoneIsTakenAndTheCheckSaysWhy() throws IOException {
        var messages = messages("0.1.0.txt");

        assertThat(messages)
                .extracting(Former::manifest)
                .hasSizeGreaterThan(100)
                .allSatisfy(manifest -> assertThat(manifest).startsWith("baton.actors."));
        for (var message : messages) {
            var made = SERIALIZATION.deserialize(message.bytes(), serializer(), message.manifest());
            assertThat(made.isFailure()).as(message.manifest()).isTrue();
            assertThat(made.failed().get()).hasMessageContaining("no message");
        }
        assertThat(NodeFormats.UNTOLD.apart()).singleElement().asString().contains("no messages of format 1");
    }

    /** What stood in a message and is not in what it became, by path. */
    private static List<String> lost(String path, JsonNode former, JsonNode today) {
        var lost = new ArrayList<String>();
        if (former.isObject() && today.isObject()) {
            former.properties().forEach(field -> {
                var below = path + "/" + field.getKey();
                if (today.has(field.getKey())) {
                    lost.addAll(lost(below, field.getValue(), today.get(field.getKey())));
                } else {
                    lost.add(below + " is gone");
                }
            });
        } else if (former.isArray() && today.isArray() && former.size() == today.size()) {
            for (var at = 0; at < former.size(); at++) {
                lost.addAll(lost(path + "/" + at, former.get(at), today.get(at)));
            }
        } else if (!former.equals(today)) {
            lost.add("%s was %s and is %s".formatted(path, former, today));
        }
        return lost;
    }
}
