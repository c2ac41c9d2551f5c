package io.github.batonha.supervision.clock;

import io.github.batonha.supervision.os.AtomicFile;
import io.github.batonha.supervision.os.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A clock that nobody can set: the wall clock as it was when the first agent of this boot began, plus the monotonic time since. All agents
 * of a boot have the same one, so that one goes on with the deadlines that another has left in files. It is what the wall clock would be had
 * nobody set it; what people are shown of it goes through {@link Clocks#shown}.
 */
public final class SteadyClock implements InstantSource {

    private static final Logger log = LoggerFactory.getLogger(SteadyClock.class);

    private final Instant atZero;
    private final LongSupplier monotonicNanos;

    private SteadyClock(Instant atZero, LongSupplier monotonicNanos) {
        this.atZero = atZero;
        this.monotonicNanos = monotonicNanos;
    }

    /** Begins where the wall clock is now. */
    public static SteadyClock from(InstantSource wall, LongSupplier monotonicNanos) {
        return new SteadyClock(wall.instant().minusNanos(monotonicNanos.getAsLong()), monotonicNanos);
    }

    /**
     * Goes on with that of an earlier agent of this boot, else begins one and leaves it in {@code clock} of the directory. Blocks.
     *
     * @param directory {@code run/NODE}
     * @param monotonicNanos comparable between processes of one boot, as {@link System#nanoTime()} is, which HotSpot on Linux takes from
     *     CLOCK_MONOTONIC
     */
    public static SteadyClock open(Path directory, InstantSource wall, LongSupplier monotonicNanos) {
        var file = directory.resolve("clock");
        var bootId = Host.bootId();
        return read(file, bootId)
                .map(atZero -> new SteadyClock(atZero, monotonicNanos))
                .orElseGet(() -> begin(file, bootId, from(wall, monotonicNanos)));
    }

    private static Optional<Instant> read(Path file, String bootId) {
        try {
            var words = Files.exists(file) ? Files.readString(file).strip().split(" ", -1) : new String[0];
            return words.length == 2 && words[0].equals(bootId)
                    ? Optional.of(Instant.parse(words[1]))
                    : Optional.empty();
        } catch (IOException | RuntimeException e) {
            log.warn("Could not read file={}: deadlines of an earlier agent count from now", file, e);
            return Optional.empty();
        }
    }

    private static SteadyClock begin(Path file, String bootId, SteadyClock clock) {
        try {
            AtomicFile.write(file, bootId + " " + clock.atZero + "\n", AtomicFile.Durability.PROCESS_CRASH);
        } catch (IOException e) {
            log.warn("Could not write file={}: where the clock is set, a next agent counts deadlines anew", file, e);
        }
        return clock;
    }

    @Override
    public Instant instant() {
        return atZero.plusNanos(monotonicNanos.getAsLong());
    }
}
