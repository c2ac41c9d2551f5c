package io.github.batonha.conf.model;

import java.time.Duration;
import java.util.List;

/**
 * Switches a host off, run by another one.
 *
 * @param argv program first; empty where the host has none
 * @param within after that it is ended and counts as failed
 */
public record FenceCommand(List<String> argv, Duration within) {

    public static final Duration DEFAULT_WITHIN = Duration.ofSeconds(60);
    public static final FenceCommand NONE = new FenceCommand(List.of(), DEFAULT_WITHIN);

    public FenceCommand {
        argv = List.copyOf(argv);
    }

    public boolean exists() {
        return !argv.isEmpty();
    }

    /** Its arguments may hold a password. */
    @Override
    public String toString() {
        return exists() ? "FenceCommand[%s, within %s]".formatted(argv.getFirst(), within) : "FenceCommand[none]";
    }
}
