/** The two clocks of a node: one for people and records, one for deadlines. */
@NullMarked
package io.github.batonha.supervision.clock;

import org.jspecify.annotations.NullMarked;
