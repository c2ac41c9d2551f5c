package io.github.batonha.actors.api;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far a primaryOnly process in STANDBY is from its promotion. */
public enum StandbyState {
    /** It runs and waits: a switchover promotes it. */
    WARM,
    /** It is on its way there. */
    WARMING,
    /** It is not there, and does not come by itself soon: it failed, or somebody stopped it. */
    FAILED,
    /** None is wanted: a switchover starts the process from nothing. */
    COLD;

    /** Whether a switchover would start from nothing a process that should be warm. */
    public boolean isMissed() {
        return this == WARMING || this == FAILED;
    }

    /** Of a process that is kept as a standby, by what its own lifecycle has come to. */
    public static StandbyState of(ProcessState state) {
        return switch (state) {
            case HEALTHY, STANDBY -> WARM;
            case STARTING, RUNNING, STOPPING -> WARMING;
            case STOPPED, DONE, MISSING, ERROR -> FAILED;
        };
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
