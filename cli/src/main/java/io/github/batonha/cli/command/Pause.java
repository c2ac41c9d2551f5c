package io.github.batonha.cli.command;

import java.time.Duration;

/** Lets time pass. */
@FunctionalInterface
public interface Pause {

    /** Returns after {@code time}; false if the command was asked to end meanwhile. Blocks the calling thread. */
    boolean pause(Duration time);
}
