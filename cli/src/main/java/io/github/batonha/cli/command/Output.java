package io.github.batonha.cli.command;

import java.util.Locale;

/** How a command shows what it found. */
public enum Output {
    /** For people. */
    TABLE,
    /** For programs: one JSON value a line, field names are stable. */
    JSON,
    /** For spreadsheets; of few commands. */
    CSV;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
