/** User sessions on the node: the actor that runs their replication, and what the routes serve them from. */
@NullMarked
package io.github.batonha.actors.sessions;

import org.jspecify.annotations.NullMarked;
