package io.github.batonha.supervision.primary.model;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a proposal tells whoever ordered it.
 *
 * @param elapsed since the order
 * @param remedy what to do next, empty unless refused
 * @param silent hosts that would have to be excluded, empty unless that is why it was refused
 * @param reasons all that stands against it, empty unless refused
 * @param silences what is known of the silent hosts
 */
public record Report(
        Phase phase,
        Outcome outcome,
        String text,
        Duration elapsed,
        String remedy,
        Set<String> silent,
        List<Reason> reasons,
        List<Silence> silences) {

    public enum Phase {
        ASK,
        FENCE,
        WAIT,
        RELEASE,
        COMMIT,
        START,
        REPAIR
    }

    /** Exactly one report of an order is not RUNNING, and it is the last. */
    public enum Outcome {
        RUNNING,
        DONE,
        REFUSED
    }

    public Report {
        silent = Hosts.copy(silent);
        reasons = List.copyOf(reasons);
        silences = List.copyOf(silences);
    }

    /** Without reasons. */
    public Report(Phase phase, Outcome outcome, String text, Duration elapsed, String remedy, Set<String> silent) {
        this(phase, outcome, text, elapsed, remedy, silent, List.of(), List.of());
    }

    public static Report running(Phase phase, String text, Duration elapsed) {
        return new Report(phase, Outcome.RUNNING, text, elapsed, "", Set.of());
    }

    public static Report done(Phase phase, String text, Duration elapsed) {
        return new Report(phase, Outcome.DONE, text, elapsed, "", Set.of());
    }

    public static Report refused(Phase phase, Refusal refusal, Duration elapsed) {
        var silent = refusal.silences().stream().map(Silence::host).collect(Collectors.toSet());
        return new Report(
                phase,
                Outcome.REFUSED,
                Reason.texts(refusal.reasons()),
                elapsed,
                Reason.remedies(refusal.reasons()),
                silent,
                refusal.reasons(),
                refusal.silences());
    }
}
