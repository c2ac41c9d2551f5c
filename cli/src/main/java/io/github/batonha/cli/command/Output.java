package io.github.batonha.cli.command;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** How a command shows what it found. */
public enum Output {
    /** For people. */
    TABLE,
    /** For programs: one JSON value a line, field names are stable. */
    JSON,
    /** For spreadsheets; of few commands. */
    CSV;

    /** What completion offers, but for those few. */
    static final class OfMostCommands implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of(TABLE.toString(), JSON.toString()).iterator();
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
