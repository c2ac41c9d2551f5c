package io.github.batonha.actors.api;

import io.github.batonha.actors.wire.Wire;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
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
 * @param outcome {@link #DONE}, {@link #REFUSED} or {@link #UNFINISHED}
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
        String outcome,
        String why,
        List<Exclusion> excluded,
        List<Phase> phases)
        implements Wire {

    private static final String WITHHELD = "`baton history` says why; it needs the agent's token";

    public static final String DONE = "done";
    public static final String REFUSED = "refused";

    /** The former primary has given up for it, and no node knows what came of it: the target ended before it could say. */
    public static final String UNFINISHED = "unfinished";

    /** A host that did not answer. {@code how}: {@code confirmed} by an operator, or {@code fenced} by a command. */
    public record Exclusion(String host, String how) {
        public static final String CONFIRMED = "confirmed";
        public static final String FENCED = "fenced";
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
