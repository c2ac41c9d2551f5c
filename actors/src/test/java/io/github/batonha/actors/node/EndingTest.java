package io.github.batonha.actors.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EndingTest {

    private static final Duration SHORT = Duration.ofMillis(20);
    private final Ending ending = new Ending();
    private final AtomicInteger closed = new AtomicInteger();

    @Test
    void givenASystemThatNeverEnds_whenItsEndWasOrdered_thenItsConnectionsAreClosedAndItIsGivenUp() {
        ending.because(Ending.Why.AGAIN);

        var hasEnded = ending.await(new CompletableFuture<>(), SHORT, closed::incrementAndGet);

        assertThat(hasEnded).isFalse();
        assertThat(closed).hasValue(1);
    }

    @Test
    void givenASystemThatEndsWithoutItsConnections_whenTheyAreClosed_thenItIsNotGivenUp() {
        ending.because(Ending.Why.AGAIN);
        var terminated = new CompletableFuture<>();

        var hasEnded = ending.await(terminated, SHORT, () -> {
            closed.incrementAndGet();
            terminated.complete("ended");
        });

        assertThat(hasEnded).isTrue();
        assertThat(closed).hasValue(1);
    }

    @Test
    void givenASystemThatCouldNotGiveItsConnectionsUp_whenItsEndWasOrdered_thenItIsGivenUp() {
        ending.because(Ending.Why.AGAIN);

        var hasEnded = ending.await(new CompletableFuture<>(), SHORT, () -> {
            throw new IllegalStateException("it has no manager of connections any more");
        });

        assertThat(hasEnded).isFalse();
    }

    @Test
    void givenASystemThatEnds_whenNobodyOrderedIt_thenNothingIsClosed() {
        var terminated = new CompletableFuture<>();
        terminated.completeOnTimeout("ended", 5 * SHORT.toMillis(), TimeUnit.MILLISECONDS);

        assertThat(ending.await(terminated, SHORT, closed::incrementAndGet)).isTrue();
        assertThat(closed).hasValue(0);
    }
}
