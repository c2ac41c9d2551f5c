package io.github.batonha.actors.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Lets libraries write only so many lines in a time: some write one for each connection of a stranger. How many it left out is
 * written when the logger speaks again after that time. What baton itself writes passes. Safe for use by several threads.
 */
final class RepeatLimit extends TurboFilter {
    static final int MOST_LINES = 20;
    static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final String OWN = "io.github.batonha.";

    private final LongSupplier nanos;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    /** What one logger did since a time. */
    private record Window(long sinceNanos, long lines) {
        boolean isOver(long now) {
            return now - sinceNanos >= WINDOW_NANOS;
        }

        long leftOut() {
            return Math.max(0, lines - MOST_LINES);
        }
    }

    /** @param nanos monotonic */
    RepeatLimit(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] arguments,
            @Nullable Throwable exception) {
        // A null text only asks whether the level is on.
        if (format == null || logger.getName().startsWith(OWN) || !level.isGreaterOrEqual(logger.getEffectiveLevel())) {
            return FilterReply.NEUTRAL;
        }
        var now = nanos.getAsLong();
        var before = windows.get(logger.getName());
        var window = windows.compute(
                logger.getName(),
                (_, known) -> known == null || known.isOver(now)
                        ? new Window(now, 1)
                        : new Window(known.sinceNanos(), known.lines() + 1));
        if (before != null && window.lines() == 1 && before.leftOut() > 0) {
            logger.getLoggerContext()
                    .getLogger(RepeatLimit.class)
                    .warn("{} lines of {} were left out", before.leftOut(), logger.getName());
        }
        return window.lines() <= MOST_LINES ? FilterReply.NEUTRAL : FilterReply.DENY;
    }
}
