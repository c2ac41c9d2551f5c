package io.github.batonha.supervision.spec;

/** What there is of a primaryOnly process where its node is not the primary (Pacemaker's unpromoted clone). */
public enum Standby {
    /** A process that waits for its promotion. */
    WARM,
    /** Nothing: it is started when its node becomes the primary. */
    COLD
}
