package io.github.batonha.supervision.drain;

/** What load balancers are to do with users, as far as operators have a say in it. */
public enum Admission {
    /** Send users here. */
    OPEN,
    /** Send no new users; those that are bound to this node may go on. */
    NO_NEW,
    /** Send nobody. */
    CLOSED
}
