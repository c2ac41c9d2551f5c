package io.github.batonha.actors.health;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The health checks, {@code /health/…}. */
public enum Check {
    READY,
    PRIMARY,
    SECONDARY,
    STATUS,
    LIVE;

    /** The last part of its path. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The check at a whole path. */
    public static Optional<Check> at(String path) {
        return Arrays.stream(values())
                .filter(check -> path.equals("/health/" + check.word()))
                .findFirst();
    }
}
