package io.github.batonha.client;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Keeps signs of life from being said more often than anybody has to hear them: a loop may turn a million times a second. Any thread. */
final class Beats {

    /** Said so many times in the time of the watchdog, even one that arrives late is in time. */
    private static final int TIMES = 4;

    private final LongSupplier nanos;
    private boolean isSaid;
    private long saidAt;

    /**
     * None was said yet.
     *
     * @param nanos a clock that never steps
     */
    Beats(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Says one, unless the last one was said a moment ago.
     *
     * @param micros the time of the watchdog; 0: it is not known, and each is said
     * @param says whether it was heard; is called again at once where it was not
     * @return whether one was heard, now or a moment ago
     */
    boolean say(long micros, BooleanSupplier says) {
        var now = nanos.getAsLong();
        if (isHeardSince(now, TimeUnit.MICROSECONDS.toNanos(micros) / TIMES)) {
            return true;
        }
        var isHeard = says.getAsBoolean();
        noted(now, isHeard);
        return isHeard;
    }

    private synchronized boolean isHeardSince(long now, long moment) {
        return isSaid && now - saidAt < moment;
    }

    private synchronized void noted(long now, boolean isHeard) {
        isSaid = isHeard;
        saidAt = now;
    }
}
