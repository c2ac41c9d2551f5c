/** The parents of a node's process actors: what operators, the primary and a new configuration want of them. */
@NullMarked
package io.github.batonha.actors.supervisor;

import org.jspecify.annotations.NullMarked;
