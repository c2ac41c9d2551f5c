/** Taking users away from a node before it is worked on: what is decided, and the record that outlives agent and host. */
@NullMarked
package io.github.batonha.supervision.drain;

import org.jspecify.annotations.NullMarked;
