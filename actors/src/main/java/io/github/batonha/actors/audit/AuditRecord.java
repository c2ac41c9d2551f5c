package io.github.batonha.actors.audit;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a line of the audit says.
 *
 * @param number of the line, from 1 on over all files
 * @param of number of the order that this is the outcome of; 0 for none
 * @param result how it ended, or the status that refused it; empty for an order
 */
public record AuditRecord(long number, Instant at, Kind kind, Act act, long of, String result) {

    /** What a line is about; its text is the one of the file. */
    public enum Kind {
        /** Somebody may do it, and it is about to be done. */
        ORDER,
        /** How an order ended. */
        OUTCOME,
        /** Somebody may not do it, and nothing was done. */
        REFUSED,
        /** So many refusals came at once that these were only counted. */
        LEFT_OUT,
        /** The agent starts or ends. */
        AGENT,
        /** An unfinished last line was cut off. */
        TORN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Optional<Kind> parse(String text) {
            return Arrays.stream(values())
                    .filter(kind -> kind.toString().equals(text))
                    .findFirst();
        }
    }

    AuditRecord numbered(long its) {
        return new AuditRecord(its, at, kind, act, of, result);
    }
}
