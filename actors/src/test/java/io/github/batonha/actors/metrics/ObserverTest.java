package io.github.batonha.actors.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ObserverTest {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final Observer observer = new Observer(nanos::get);

    @Test
    void givenAnObservationThatIsOld_whenLetGo_thenOnlyAYoungOneIsKept() {
        observer.from(this::observation);
        var first = observer.now().toCompletableFuture().join();
        observer.letGo();
        assertThat(observer.now().toCompletableFuture().join()).isSameAs(first);

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        observer.letGo();
        nanos.addAndGet(-Duration.ofSeconds(1).toNanos());

        assertThat(observer.now().toCompletableFuture().join()).isNotSameAs(first);
    }

    @Test
    void givenScrapesWithinASecond_whenAnswered_thenTheyShareOneObservation() {
        observer.from(this::observation);

        var first = observer.now().toCompletableFuture().join();
        assertThat(observer.now().toCompletableFuture().join()).isSameAs(first);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(observer.now()).isCompleted();

        assertThat(asked).hasValue(2);
    }

    @Test
    void givenAnObservationThatFailed_whenAskedAgain_thenItIsTriedAgain() {
        observer.from(() -> {
            asked.incrementAndGet();
            return CompletableFuture.failedFuture(new IllegalStateException("busy"));
        });

        assertThat(observer.now().toCompletableFuture()).isCompletedExceptionally();
        assertThat(observer.now().toCompletableFuture()).isCompletedExceptionally();

        assertThat(asked).hasValue(2);
    }

    @Test
    void givenNoActorSystemYet_whenAsked_thenItSaysSo() {
        assertThat(observer.now().toCompletableFuture())
                .failsWithin(Duration.ofSeconds(1))
                .withThrowableThat()
                .withMessageContaining("the agent starts");
    }

    private CompletionStage<Observation> observation() {
        asked.incrementAndGet();
        return CompletableFuture.completedFuture(Observations.two());
    }
}
