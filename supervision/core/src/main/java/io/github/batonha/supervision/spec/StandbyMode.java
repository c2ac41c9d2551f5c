package io.github.batonha.supervision.spec;

/** Standby of a primaryOnly process on a node that is not the primary (an unpromoted clone of Pacemaker). */
public enum StandbyMode {
    /** A process that waits for its promotion. */
    WARM,
    /** Nothing: it is started when its node becomes the primary. */
    COLD
}
