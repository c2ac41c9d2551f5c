package io.github.batonha.supervision.probe;

/**
 * What is looked at, and when.
 *
 * @param inStandby whether the process is looked at while it waits as a warm standby, too
 */
public record Probe(Check check, Timing timing, boolean inStandby) {

    /** Looked at while the process does its work alone. */
    public Probe(Check check, Timing timing) {
        this(check, timing, false);
    }
}
