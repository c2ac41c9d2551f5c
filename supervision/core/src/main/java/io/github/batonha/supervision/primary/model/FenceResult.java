package io.github.batonha.supervision.primary.model;

import java.time.Duration;

/** What became of a fence command. */
public sealed interface FenceResult {

    /** It exited with 0: by its contract the host is off and stays off. */
    record Off(Duration took) implements FenceResult {}

    /**
     * Nobody knows whether the host is off.
     *
     * @param why exit status, time-out, or why it could not be executed
     * @param output the end of what it printed, may be empty
     */
    record Failed(String why, String output) implements FenceResult {}
}
