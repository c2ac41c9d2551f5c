package io.github.batonha.supervision.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The two clocks of a node.
 *
 * @param wall what people are shown and records are written by; anybody may set it at any time
 * @param steady what deadlines and durations are measured by, see {@link SteadyClock}: nobody can set it
 */
public record Clocks(InstantSource wall, InstantSource steady) {

    private static final Duration HALF = Duration.ofMillis(500);

    /** One clock for both, where nothing sets it. */
    public static Clocks both(InstantSource clock) {
        return new Clocks(clock, clock);
    }

    /** Now, by the clock that is behind: what is old by that is old by both, also where somebody sets the clock far ahead for a moment. */
    public Instant earlier() {
        var ofWall = wall.instant();
        var ofSteady = steady.instant();
        return ofWall.isBefore(ofSteady) ? ofWall : ofSteady;
    }

    /** When people will have it that time, as the wall clock goes now. */
    public Instant shown(Instant ofSteady) {
        // In whole seconds, so that the same deadline is shown as the same time each time.
        var ahead = Duration.between(steady.instant(), wall.instant());
        return ofSteady.plusSeconds(ahead.plus(HALF).toSeconds());
    }
}
