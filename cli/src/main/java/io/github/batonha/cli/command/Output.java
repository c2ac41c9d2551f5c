package io.github.batonha.cli.command;

/** How a command shows what it found. */
public enum Output {
    /** For people. */
    TABLE,
    /** For programs: one JSON value a line, field names are stable. */
    JSON;

    @Override
    public String toString() {
        return this == JSON ? "json" : "table";
    }
}
