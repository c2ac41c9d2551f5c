package io.github.batonha.actors.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.fixture.Definitions;
import io.github.batonha.conf.model.SessionSettings;
import io.github.batonha.sessions.store.SessionInput;
import io.github.batonha.test.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private final ManualTime time = ManualTime.get(kit.system());
    private final AtomicLong nanos = new AtomicLong();

    @TempDir
    Path folder;

    SessionsResources hold;

    @BeforeEach
    void openHold() throws IOException {
        hold = SessionsResources.open("NodeA", folder, SessionSettings.DEFAULT, InstantSource.system(), nanos::get);
    }

    @AfterEach
    void shutDown() throws IOException {
        kit.shutdownTestKit();
        hold.close();
    }

    private ActorRef<SessionInput> spawn(List<String> others) {
        return kit.spawn(Sessions.create(
                "NodeA",
                others,
                hold,
                (host, message) -> {},
                (host, message) -> {},
                Definitions.SETTINGS,
                nanos::get,
                Runnable::run));
    }

    /** With a tick at its end. */
    private void pass(Duration span) {
        nanos.addAndGet(span.toNanos());
        time.timePasses(span);
    }

    /** With nothing done meanwhile. */
    private void stall(Duration span) {
        nanos.addAndGet(span.toNanos());
    }

    private void awaitInSync() {
        Await.until("in sync", SOON, hold::isInSync);
    }

    @Test
    void givenTheOnlyNode_whenItTicksOnceASecond_thenItIsInSyncAllTheTime() throws Exception {
        var sessions = spawn(List.of());
        pass(Duration.ofMillis(10));
        awaitInSync();

        for (var second = 0; second < 5; second++) {
            stall(Duration.ofMillis(1400));
            assertThat(hold.isInSync()).isTrue();
            time.timePasses(Duration.ofSeconds(1));
            awaitAnswer(sessions);
        }
    }

    /** All that was sent before is done then, and so is a tick that was due. */
    private void awaitAnswer(ActorRef<SessionInput> sessions) throws Exception {
        var probe = kit.createTestProbe(SessionsStatus.class);
        sessions.tell(Sessions.of("NodeA", "NodeA").apply(probe.getRef()));
        probe.receiveMessage(SOON);
    }

    @Test
    void givenTheOnlyNode_whenItStalls_thenItIsNotInSyncUntilItGoesOn() {
        spawn(List.of());
        pass(Duration.ofMillis(10));
        awaitInSync();

        stall(Duration.ofMillis(1600));
        assertThat(hold.isInSync()).isFalse();

        time.timePasses(Duration.ofSeconds(1));
        awaitInSync();
    }

    @Test
    void givenOtherNodes_whenItStallsForHalfASecond_thenItIsNotInSync() {
        spawn(List.of("NodeB"));
        pass(Duration.ofMillis(10));
        // Nobody answers for that long: it is alone.
        stall(Definitions.SETTINGS.sessions().aloneAfter().plusSeconds(1));
        time.timePasses(Duration.ofMillis(100));
        awaitInSync();

        stall(Duration.ofMillis(600));

        assertThat(hold.isInSync()).isFalse();
    }
}
