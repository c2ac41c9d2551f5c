/** Keeps evidence of runs that hang or crash, so that an operator can find out why. */
@NullMarked
package io.github.batonha.actors.evidence;

import org.jspecify.annotations.NullMarked;
