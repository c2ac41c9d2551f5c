/** Starts processes: their environment, sockets and programs beside them, and the bounds on starts. */
@NullMarked
package baton.actors.launch;

import org.jspecify.annotations.NullMarked;
