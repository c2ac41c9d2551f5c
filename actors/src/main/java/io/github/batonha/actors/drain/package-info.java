/** Carries out the drain of this node: tells balancers, counts connections, stops and starts processes. */
@NullMarked
package io.github.batonha.actors.drain;

import org.jspecify.annotations.NullMarked;
