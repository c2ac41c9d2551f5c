package io.github.batonha.cli.output;

/** The colours of the screens. */
public enum Style {
    PLAIN(""),
    GREEN("\u001b[32m"),
    YELLOW("\u001b[33m"),
    RED("\u001b[31m");

    private static final String RESET = "\u001b[0m";

    private final String on;

    Style(String on) {
        this.on = on;
    }

    /** The colour of a state, in the words of mon and of mon-cluster, or of a role. */
    public static Style of(String word) {
        return switch (word) {
            case "HEALTHY", "RUNNING", "UP", "PRIMARY", "DONE", "done" -> GREEN;
            case "running", "planned", "STANDBY", "STARTING", "STOPPING", "UNKNOWN", "DRAINING", "DRAINED", "warning" ->
                YELLOW;
            case "DOWN", "MISSING", "ERROR", "refused", "failed" -> RED;
            default -> PLAIN;
        };
    }

    /** The text in this colour, unchanged where {@code coloured} is false. Pad before painting. */
    public String paint(String text, boolean coloured) {
        return !coloured || this == PLAIN ? text : on + text + RESET;
    }
}
