package io.github.batonha.actors.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.test.Await;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InPlaceTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final InPlace inPlace = new InPlace(nanos::get);
    private final AtomicReference<Optional<Thread>> ranOn = new AtomicReference<>(Optional.empty());

    @AfterEach
    void close() {
        inPlace.close();
    }

    private Thread run() {
        ranOn.set(Optional.empty());
        inPlace.execute(() -> ranOn.set(Optional.of(Thread.currentThread())));
        Await.until("the check to run", SOON, () -> ranOn.get().isPresent());
        return ranOn.get().orElseThrow();
    }

    @Test
    void givenQuickChecks_whenRun_thenTheyStayOnTheThreadThatBringsThem() {
        assertThat(run()).isSameAs(Thread.currentThread());
        assertThat(run()).isSameAs(Thread.currentThread());
    }

    @Test
    void givenACheckThatHangs_whenItIsFoundOut_thenItIsInterruptedAndForAWhileNoneHoldsUpAnother() {
        var never = new CountDownLatch(1);
        var isInterrupted = new AtomicBoolean();

        inPlace.execute(() -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                isInterrupted.set(true);
                Thread.currentThread().interrupt();
            }
        });

        assertThat(isInterrupted).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(run()).isNotSameAs(Thread.currentThread());
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(run()).isSameAs(Thread.currentThread());
    }
}
