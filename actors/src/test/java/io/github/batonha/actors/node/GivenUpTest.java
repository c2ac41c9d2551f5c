package io.github.batonha.actors.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class GivenUpTest {

    private static final StackTraceElement POOL =
            new StackTraceElement("java.util.concurrent.ForkJoinPool", "awaitWork", "ForkJoinPool.java", 1);
    private static final StackTraceElement OWN =
            new StackTraceElement("io.github.batonha.Some", "waits", "Some.java", 7);

    private static Thread thread(String name) {
        return Thread.ofPlatform().name(name).unstarted(() -> {});
    }

    @Test
    void givenThreadsOfAnActorSystem_whenTold_thenThoseThatAreAboutSomethingAreThere() {
        var told = GivenUp.threads(Map.of(
                thread("baton-pekko.actor.default-dispatcher-1"), new StackTraceElement[] {POOL, OWN},
                thread("baton-pekko.actor.default-dispatcher-2"), new StackTraceElement[] {POOL},
                thread("main"), new StackTraceElement[] {OWN}));

        assertThat(told).isEqualTo("""

                baton-pekko.actor.default-dispatcher-1
                  at java.util.concurrent.ForkJoinPool.awaitWork(ForkJoinPool.java:1)
                  at io.github.batonha.Some.waits(Some.java:7)""");
    }
}
