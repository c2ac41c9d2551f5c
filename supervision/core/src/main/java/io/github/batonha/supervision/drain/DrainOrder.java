package io.github.batonha.supervision.drain;

import java.time.Duration;

/**
 * How an operator wants a node drained.
 *
 * @param by who ordered it
 * @param within how long users are waited for, from the order on; zero: not at all
 * @param stop whether processes are stopped once the users are gone
 * @param force whether that may be done on the active primary, where it stops the primaryOnly processes, too
 * @param close where processes are not stopped: whether balancers are told to send nobody, also none who was here before
 */
public record DrainOrder(String by, Duration within, boolean stop, boolean force, boolean close) {}
