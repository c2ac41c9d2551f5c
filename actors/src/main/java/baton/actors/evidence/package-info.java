/** Keeps evidence of runs that hang or crash, so that an operator can find out why. */
@NullMarked
package baton.actors.evidence;

import org.jspecify.annotations.NullMarked;
