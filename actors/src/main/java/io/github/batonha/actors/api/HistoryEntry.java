package io.github.batonha.actors.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.batonha.actors.wire.Wire;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/history}: one attempt to make a node the primary, newest last.
 *
 * @param epoch number of the last epoch that it was tried under, 0 where it was refused before it had one
 * @param from primary before it, null where there was none or where it is not known
 * @param to node that was to become primary
 * @param by who asked; for a resumption the node itself
 * @param at when it was assigned, refused, scheduled, cancelled or missed
 * @param confirmedDown hosts that an operator asserted to be down
 * @param why reason of the refusal, or what was scheduled; else empty
 * @param excluded hosts that it left out, and how it could
 * @param phases what took how long, in order
 */
public record HistoryEntry(
        long epoch,
        @Nullable String from,
        String to,
        String by,
        String reason,
        Instant at,
        List<String> confirmedDown,
        Outcome outcome,
        String why,
        List<Exclusion> excluded,
        List<Phase> phases)
        implements Wire {

    /** The phase from the target's question to the answer of the former primary. */
    public static final String RELEASE = "release";

    /** Its part from the first signal to the end of the last process. */
    public static final String STOP = "stop";

    /** Its part from the arrival of the question to the end of the last process. */
    public static final String ENDING = "ending";

    /** The phase from the arrival of the answer to the start of the first process. */
    public static final String TAKEOVER = "takeover";

    private static final String WITHHELD = "`baton history` says why; it needs the agent's token";

    /** The later one is the more certain. */
    public enum Outcome {
        /** The former primary has given up for it, and no node knows what came of it: the target ended before it could say. */
        UNFINISHED,
        REFUSED,
        DONE,
        /** It is to be done later. */
        SCHEDULED,
        /** What was scheduled is not done: somebody said so, or made a node the primary by hand. */
        CANCELLED,
        /** What was scheduled was not done at its time, and is not done later. */
        MISSED;

        boolean isOfSchedule() {
            return this == SCHEDULED || this == CANCELLED || this == MISSED;
        }

        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A host that did not answer. {@code how}: confirmed down by an operator, or fenced by a command. */
    public record Exclusion(String host, How how) {
        public enum How {
            CONFIRMED,
            FENCED;

            @JsonValue
            @Override
            public String toString() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }

    /** What one host did, and the milliseconds that it took. */
    public record Phase(String name, String host, double millis) {}

    public HistoryEntry {
        confirmedDown = List.copyOf(confirmedDown);
        at = at.truncatedTo(ChronoUnit.MILLIS);
        excluded = List.copyOf(excluded);
        phases = List.copyOf(phases);
    }

    /** What those may read who may not read logs: a refusal may quote what a command wrote. */
    public HistoryEntry forEverybody() {
        return new HistoryEntry(
                epoch,
                from,
                to,
                by,
                reason,
                at,
                confirmedDown,
                outcome,
                why.isEmpty() || outcome.isOfSchedule() ? why : WITHHELD,
                excluded,
                phases);
    }

    /**
     * At most so many milliseconds no primaryOnly process ran: from the end of the last one at the former primary to the start of the
     * first one at the target. Null where that was not measured. Two hosts have two clocks, so no time of one is compared with a time
     * of the other: of what the target measured, from its question on, that is taken off which the former primary's processes lived
     * after the question. What is too much in it is the way of the question.
     */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public @Nullable Double gapMillis() {
        var ending = phases.stream()
                .filter(each -> each.name().equals(ENDING))
                .mapToDouble(Phase::millis)
                .min();
        var isMeasured = ending.isPresent() && has(RELEASE) && has(TAKEOVER);
        return isMeasured ? tenth(Math.max(0, millis(RELEASE) - ending.getAsDouble() + millis(TAKEOVER))) : null;
    }

    private boolean has(String phase) {
        return phases.stream().anyMatch(each -> each.name().equals(phase));
    }

    private static double tenth(double millis) {
        return Math.round(millis * 10) / 10.0;
    }

    /** Time of a phase over all hosts that had it; 0 where it is not known. */
    public double millis(String phase) {
        return phases.stream()
                .filter(each -> each.name().equals(phase))
                .mapToDouble(Phase::millis)
                .sum();
    }
}
