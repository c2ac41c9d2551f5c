/** Decisions of a drain, which takes users away from a node before it is worked on. Pure. */
@NullMarked
package io.github.batonha.supervision.drain;

import org.jspecify.annotations.NullMarked;
