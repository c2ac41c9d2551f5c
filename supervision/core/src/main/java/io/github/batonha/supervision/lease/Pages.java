package io.github.batonha.supervision.lease;

import io.github.batonha.client.LeasePage;

/** What a lease page says, read as a claim. */
final class Pages {

    private Pages() {}

    static boolean isHeld(LeasePage.Reading reading, long epoch, long nowNanos) {
        return reading.intact()
                && reading.ofThisBoot()
                && reading.epoch() == epoch
                && reading.deadlineNanos() - nowNanos > 0;
    }
}
