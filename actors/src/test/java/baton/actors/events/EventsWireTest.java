package baton.actors.events;

import baton.actors.api.Event;
import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
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
}
