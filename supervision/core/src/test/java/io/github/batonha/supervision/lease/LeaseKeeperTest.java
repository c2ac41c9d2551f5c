package io.github.batonha.supervision.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.client.LeasePage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseKeeperTest {

    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final long EPOCH = 42;

    @TempDir
    private Path folder;

    private final AtomicLong clock = new AtomicLong(1_000_000_000_000L);
    private LeasePage page;
    private LeaseKeeper keeper;

    @BeforeEach
    void openThePage() throws IOException {
        page = LeasePage.openForWriting(folder.resolve("lease.page"));
        keeper = new LeaseKeeper(page, clock::get);
    }

    private void pass(Duration duration) {
        clock.addAndGet(duration.toNanos());
    }

    private boolean isHeldBy(long epoch) {
        var reading = page.read();
        return reading.intact() && reading.epoch() == epoch && reading.deadlineNanos() - clock.get() > 0;
    }

    @Test
    void givenALease_whenItIsPushedInTime_thenItHoldsForAsLongAsOneLikes() {
        assertThat(keeper.begin(EPOCH, GRACE, clock.get(), false)).isTrue();

        for (var second = 0; second < 100; second++) {
            pass(Duration.ofSeconds(1));
            keeper.push();
            assertThat(isHeldBy(EPOCH)).isTrue();
        }

        assertThat(keeper.isHeld(EPOCH)).isTrue();
    }

    @Test
    void givenAPausedAgent_whenItGoesOnAfterTheDeadline_thenTheLeaseIsLostForGood() {
        keeper.begin(EPOCH, GRACE, clock.get(), false);
        pass(GRACE.plusMillis(1));

        keeper.push();
        var isResumed = keeper.resume(EPOCH, GRACE, false);
        var isBegun = keeper.begin(EPOCH, GRACE, clock.get(), false);

        assertThat(isHeldBy(EPOCH)).isFalse();
        assertThat(keeper.isHeld(EPOCH)).isFalse();
        assertThat(isResumed).isFalse();
        assertThat(isBegun).isFalse();
    }

    @Test
    void givenAnAgentPausedAnywhereInAPush_whenItGoesOnAfterTheDeadline_thenItsWriteRevivesNothing() {
        for (var reading = 1; reading <= 3; reading++) {
            var pauseAfter = reading;
            var calls = new AtomicLong();
            LongSupplier pausing = () -> {
                var now = clock.get();
                if (calls.incrementAndGet() == pauseAfter) {
                    pass(GRACE.plusSeconds(1));
                }
                return now;
            };
            keeper.begin(EPOCH + reading, GRACE, clock.get(), false);
            var held = new Lease.Held(EPOCH + reading, GRACE, clock.get() + GRACE.toNanos(), false);

            var step = held.push(pausing, page::read);
            if (step.isPush()) {
                page.push(step.epoch(), step.deadlineNanos());
            }

            assertThat(isHeldBy(EPOCH + reading))
                    .as("paused after reading %d", reading)
                    .isFalse();
        }
    }

    @Test
    void givenAPauseBetweenTheDecisionAndTheStart_whenItExceedsTheGrace_thenTheEpochDoesNotBegin() {
        var decided = clock.get();
        pass(GRACE.plusSeconds(1));

        assertThat(keeper.begin(EPOCH, GRACE, decided, false)).isFalse();
        assertThat(isHeldBy(EPOCH)).isFalse();
    }

    @Test
    void givenALease_whenRevoked_thenItEndsAtOnceAndIsNotPushedAgain() {
        keeper.begin(EPOCH, GRACE, clock.get(), false);

        keeper.revoke();
        keeper.push();

        assertThat(page.read().epoch()).isEqualTo(LeasePage.REVOKED);
        assertThat(keeper.isHeld(EPOCH)).isFalse();
        assertThat(keeper.isLost(EPOCH)).isFalse();
    }

    @Test
    void givenALeaseThatRanOut_whenItIsRevoked_thenItIsLostAllTheSame() {
        keeper.begin(EPOCH, GRACE, clock.get(), false);
        pass(GRACE.plusMillis(1));

        keeper.revoke();
        keeper.revoke();

        assertThat(keeper.isLost(EPOCH)).isTrue();
        assertThat(keeper.begin(EPOCH + 1, GRACE, clock.get(), false)).isTrue();
    }

    @Test
    void givenAPageThatHolds_whenANextAgentResumesIt_thenItIsPushed() {
        page.push(EPOCH, clock.get() + Duration.ofSeconds(2).toNanos());

        assertThat(keeper.resume(EPOCH, GRACE, false)).isTrue();

        pass(Duration.ofSeconds(10));
        assertThat(isHeldBy(EPOCH)).isTrue();
    }

    @Test
    void givenAPageOfAnotherEpoch_whenPushed_thenTheKeeperGivesUp() {
        keeper.begin(EPOCH, GRACE, clock.get(), false);
        page.push(EPOCH + 1, clock.get() + GRACE.toNanos());

        keeper.push();

        assertThat(keeper.isHeld(EPOCH)).isFalse();
        assertThat(page.read().epoch()).isEqualTo(EPOCH + 1);
    }

    @Test
    void givenAShortGrace_whenAskedHowOften_thenATenthOfItAndAtMostASecond() {
        assertThat(new Lease.Held(EPOCH, Duration.ofSeconds(5), 0, false).pushEvery())
                .isEqualTo(Duration.ofMillis(500));
        assertThat(new Lease.Held(EPOCH, Duration.ofSeconds(60), 0, false).pushEvery())
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void givenALeaseOfOthers_whenTheyRenewIt_thenItHoldsAsLongAsTheySayAndNoPushMakesItLonger() {
        keeper.begin(EPOCH, GRACE, clock.get(), true);
        pass(GRACE.minusSeconds(1));
        keeper.push();
        keeper.extend(EPOCH, clock.get() + Duration.ofSeconds(5).toNanos());
        keeper.extend(EPOCH, clock.get() + Duration.ofSeconds(2).toNanos());

        pass(Duration.ofSeconds(4));
        keeper.push();
        assertThat(isHeldBy(EPOCH)).isTrue();

        pass(Duration.ofSeconds(2));
        assertThat(isHeldBy(EPOCH)).isFalse();
        keeper.extend(EPOCH, clock.get() + GRACE.toNanos());
        assertThat(isHeldBy(EPOCH)).isFalse();
        assertThat(keeper.isLost(EPOCH)).isTrue();
    }
}
