package io.github.batonha.actors.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.Event;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class EventsWireTest {

    private static final ActorTestKit KIT = ActorTestKit.create();

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void whatReadersAskOfOtherNodesComesBackAsItWas() {
        var reader = KIT.createTestProbe(Page.class).getRef();
        var event = new Event(7, Instant.EPOCH, "NodeA", "peer", null, "id", 9L, "NodeB", "UP", "DOWN", "logs", "…");

        KIT.serializationTestKit()
                .verifySerialization(
                        new EventsActor.Last(new EventQuery("ROUTER", Instant.EPOCH, 50).before(9, 7), reader), true);
        KIT.serializationTestKit().verifySerialization(new EventsActor.Next(17, null, reader), true);
        KIT.serializationTestKit().verifySerialization(new Page("NodeA", List.of(event), 7, true), true);
    }

    @Test
    void givenEventsWithTheLongestTexts_whenTheyAreHandedOn_thenAPageFitsIntoAFrame() {
        var name = "ж".repeat(248);
        for (var text : List.of("ж".repeat(1_000_000), "ж".repeat(600), "")) {
            var event = new Event(7, Instant.EPOCH, "NodeA", "evidence", name, name, 9L, name, name, name, name, text);

            var page = Page.newest("NodeA", Collections.nCopies(10_000, event), 7);

            assertThat(page.events()).isNotEmpty();
            assertThat(page.isCut()).isTrue();
            assertThat(SerializationExtension.get(Adapter.toClassic(KIT.system()))
                            .serialize(page)
                            .get()
                            .length)
                    .isLessThan((256 - 8) << 10);
        }
    }
}
