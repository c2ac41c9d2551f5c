/** The two clocks of a node: one for people and records, one for deadlines. */
@NullMarked
package baton.supervision.clock;

import org.jspecify.annotations.NullMarked;
