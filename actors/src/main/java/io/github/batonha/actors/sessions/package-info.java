/** User sessions, alike on all nodes: the actor that keeps them so, and what the node's routes serve them from. */
@NullMarked
package io.github.batonha.actors.sessions;

import org.jspecify.annotations.NullMarked;
