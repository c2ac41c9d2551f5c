/** Readiness and liveness of a process as data and decisions. Pure. */
@NullMarked
package io.github.batonha.supervision.probe;

import org.jspecify.annotations.NullMarked;
