package io.github.batonha.supervision.lifecycle;

import io.github.batonha.supervision.os.Exit;
import java.util.Locale;

/** Why a process was restarted without anybody asking for it. */
public enum RestartCause {
    /** It ended unasked, by itself or by a signal. */
    CRASH,
    /** It was ended because it did not work any more. */
    UNHEALTHY,
    /** It could not be started. */
    START_FAILED,
    /** Another process of its group failed. */
    GROUP,
    /** It ended without this agent seeing how, or an agent died before it kept the cause. */
    UNKNOWN;

    static RestartCause of(Exit exit) {
        return switch (exit) {
            case Exit.Status _, Exit.Killed _, Exit.Overdue _ -> CRASH;
            case Exit.Unhealthy _ -> UNHEALTHY;
            case Exit.Unknown() -> UNKNOWN;
        };
    }

    /** As files, metrics and JSON have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
