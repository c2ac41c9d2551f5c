/** Starts processes: their environment, sockets and programs beside them, and the bounds on starts. */
@NullMarked
package io.github.batonha.actors.launch;

import org.jspecify.annotations.NullMarked;
