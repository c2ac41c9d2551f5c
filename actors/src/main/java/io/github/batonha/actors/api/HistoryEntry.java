package io.github.batonha.actors.api;

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
 * @param at when it was assigned, or refused
 * @param confirmedDown hosts that an operator asserted to be down
 * @param why reason of the refusal, else empty
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

    private static final String WITHHELD = "`baton history` says why; it needs the agent's token";

    /** The later one is the more certain. */
    public enum Outcome {
        /** The former primary has given up for it, and no node knows what came of it: the target ended before it could say. */
        UNFINISHED,
        REFUSED,
        DONE;

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
                why.isEmpty() ? "" : WITHHELD,
                excluded,
                phases);
    }

    /** Time of a phase over all hosts that had it; 0 where it is not known. */
    public double millis(String phase) {
        return phases.stream()
                .filter(each -> each.name().equals(phase))
                .mapToDouble(Phase::millis)
                .sum();
    }
}
