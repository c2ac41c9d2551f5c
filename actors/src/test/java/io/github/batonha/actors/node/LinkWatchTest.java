package io.github.batonha.actors.node;

import static io.github.batonha.actors.fixture.Definitions.hosts;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.fixture.Definitions;
import io.github.batonha.test.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinkWatchTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final ActorTestKit kit = ActorTestKit.create();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger probes = new AtomicInteger();
    private final TestProbe<Joiner.StartAgain> verdict = kit.createTestProbe(Joiner.StartAgain.class);

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
    }

    private final AtomicReference<List<String>> told = new AtomicReference<>(List.of());

    /** NodeA speaks once, and time goes on without it. */
    private void nodeAFallsSilent(ActorRef<LinkWatch.Command> watch) {
        watch.tell(new LinkWatch.Hears("NodeA", List.of("NodeB")));
        Await.until("NodeA to be heard", SOON, () -> told.get().contains("NodeA"));
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    }

    private ActorRef<LinkWatch.Command> watch(boolean isReachable) {
        return kit.spawn(LinkWatch.create(
                Definitions.of("NodeB", hosts("NodeA", "NodeB")),
                (_, hears) -> told.set(((LinkWatch.Hears) hears).heard()),
                _ -> {
                    probes.incrementAndGet();
                    return isReachable;
                },
                ForkJoinPool.commonPool(),
                verdict.getRef(),
                () -> nanos.addAndGet(Duration.ofMillis(100).toNanos()),
                PATIENCE));
    }

    @Test
    void givenAHostThatFellSilent_whenItCanBeReached_thenTheSystemIsStartedAgain() {
        nodeAFallsSilent(watch(true));
        Await.until("the first probe", SOON, () -> probes.get() > 0);
        verdict.expectNoMessage(Duration.ofMillis(100));
        nanos.addAndGet(PATIENCE.toNanos());

        assertThat(verdict.receiveMessage().why()).contains("NodeA can be reached");
    }

    @Test
    void givenAHostThatWasHeardMeanwhile_whenItFallsSilentAgain_thenTheTimeCountsAnew() {
        var watch = watch(true);
        nodeAFallsSilent(watch);
        Await.until("the first probe", SOON, () -> probes.get() > 0);
        watch.tell(new LinkWatch.Hears("NodeA", List.of("NodeB")));
        Await.until("NodeA to be heard again", SOON, () -> told.get().contains("NodeA"));
        var before = probes.get();

        nanos.addAndGet(Duration.ofMinutes(1).toNanos());

        Await.until("the next probe", SOON, () -> probes.get() > before);
        verdict.expectNoMessage(Duration.ofMillis(300));
        nanos.addAndGet(PATIENCE.toNanos());
        assertThat(verdict.receiveMessage().why()).contains("NodeA can be reached");
    }

    @Test
    void givenAHostThatFellSilent_whenItCannotBeReached_thenNothingIsStarted() {
        nodeAFallsSilent(watch(false));
        Await.until("several probes", SOON, () -> {
            nanos.addAndGet(PATIENCE.toNanos());
            return probes.get() > 2;
        });

        verdict.expectNoMessage(Duration.ofMillis(100));
    }

    @Test
    void givenAHostNeverHeard_whenItIsSilent_thenItIsNotEvenProbed() {
        watch(true);
        var begun = nanos.get();
        Await.until("several looks", SOON, () -> {
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            return nanos.get() - begun > Duration.ofSeconds(200).toNanos();
        });

        assertThat(probes).hasValue(0);
    }
}
