package baton.supervision.primary;

import java.time.Duration;
import java.util.Set;

/**
 * What a proposal tells whoever ordered it.
 *
 * @param elapsed since the order
 * @param remedy what to do next, empty unless refused
 * @param silent hosts that would have to be confirmed down, empty unless that is why it was refused
 */
public record Report(Phase phase, Outcome outcome, String text, Duration elapsed, String remedy, Set<String> silent) {

    public enum Phase {
        ASK,
        WAIT,
        RELEASE,
        COMMIT,
        START
    }

    /** Exactly one report of an order is not RUNNING, and it is the last. */
    public enum Outcome {
        RUNNING,
        DONE,
        REFUSED
    }

    public Report {
        silent = Hosts.copy(silent);
    }
}
