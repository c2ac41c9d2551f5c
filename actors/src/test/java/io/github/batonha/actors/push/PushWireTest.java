package io.github.batonha.actors.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.PushRequest;
import io.github.batonha.actors.wire.Wire;
import io.github.batonha.conf.push.HomeFile;
import java.util.Collections;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PushWireTest {
    /** What a frame takes, less the envelope. */
    private static final int FRAME = (256 - 8) << 10;

    private static final ActorTestKit KIT = ActorTestKit.create();

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    private static void assertRoundTrip(Wire message) {
        KIT.serializationTestKit().verifySerialization(message, true);
    }

    private static int size(Wire message) {
        return SerializationExtension.get(Adapter.toClassic(KIT.system()))
                .serialize(message)
                .get()
                .length;
    }

    @Test
    void whatNodesSayOfPushesComesBackAsItWas() {
        var answers = KIT.createTestProbe(HomeFilesActor.FileAnswer.class).getRef();
        var news = KIT.createTestProbe(PushSender.News.class).getRef();
        var orders = KIT.createTestProbe(PushReceiver.Order.class).getRef();
        var file = new HomeFile("conf/app-processes.xml", 412, "9f86".repeat(16), true);

        assertRoundTrip(new HomeFilesActor.ListFiles(300, answers));
        assertRoundTrip(new HomeFilesActor.ReadFile("lib/app.jar", 65_536, answers));
        assertRoundTrip(new HomeFilesActor.ShowFile("conf/app-processes.xml", answers));
        assertRoundTrip(new HomeFilesActor.FilesListed(0, List.of(file), List.of("conf/genesis.key"), 301));
        assertRoundTrip(new HomeFilesActor.FileText("text"));
        assertRoundTrip(new HomeFilesActor.NoFile(HomeFilesActor.NoFile.Why.NO_TEXT, "why"));
        assertRoundTrip(new HomeFilesActor.Offer("NodeA", new PushRequest(true, "ops", "why"), "9f86", news));
        assertRoundTrip(new PushSender.Planned("NodeB", orders, List.of("add lib/app.jar, 3 bytes")));
        assertRoundTrip(new PushSender.Moved("NodeB", 4, 8));
        assertRoundTrip(new PushSender.Checked("NodeB", "warning"));
        assertRoundTrip(new PushSender.Refused("NodeB", "why"));
        assertRoundTrip(new PushSender.Taken("NodeB", "1 files added"));
        assertRoundTrip(new PushReceiver.Take());
        assertRoundTrip(new PushReceiver.Abandon());
    }

    @Test
    void givenTheMostThatIsSaid_thenItFitsIntoAFrame() {
        var file = new HomeFile("site-specific/" + "n".repeat(240), Long.MAX_VALUE, "f".repeat(64), true);

        assertThat(size(new HomeFilesActor.FilesListed(
                        0, Collections.nCopies(HomeFilesActor.PAGE, file), List.of("x".repeat(60_000)), 10_000)))
                .isLessThan(FRAME);
        assertThat(size(new HomeFilesActor.FilePiece("lib/app.jar", 0, new byte[HomeFilesActor.PIECE])))
                .isLessThan(FRAME);
    }
}
