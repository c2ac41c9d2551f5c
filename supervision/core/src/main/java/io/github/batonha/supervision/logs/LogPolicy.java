package io.github.batonha.supervision.logs;

import java.time.Duration;

/**
 * When logs are rotated, and what is kept.
 *
 * @param rotateAtBytes size of what is not archived yet
 * @param rotateEvery counted from midnight UTC; zero: only by size
 * @param keepFiles archives of each log
 * @param keepFor age of an archive, from when it was made
 * @param keepBytes all archives of a node
 * @param archiveAtStart whether a process that an operator or the agent's own start starts begins a log of its own
 */
public record LogPolicy(
        long rotateAtBytes,
        Duration rotateEvery,
        int keepFiles,
        Duration keepFor,
        long keepBytes,
        boolean archiveAtStart) {

    private static final long MIB = 1024 * 1024;

    public static final LogPolicy DEFAULT =
            new LogPolicy(64 * MIB, Duration.ZERO, 20, Duration.ofDays(30), 10_240 * MIB, true);

    /** Otherwise the same. */
    public LogPolicy withArchiveAtStart(boolean isOn) {
        return new LogPolicy(rotateAtBytes, rotateEvery, keepFiles, keepFor, keepBytes, isOn);
    }
}
