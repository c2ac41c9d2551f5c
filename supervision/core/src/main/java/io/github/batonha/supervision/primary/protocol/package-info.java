/** Decides who may run primaryOnly processes: one pure state machine, without clock, I/O or threads. */
@NullMarked
package io.github.batonha.supervision.primary.protocol;

import org.jspecify.annotations.NullMarked;
