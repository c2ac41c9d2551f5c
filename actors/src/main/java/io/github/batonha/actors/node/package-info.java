/** The agent itself: one a host, from its lock file to the ActorSystem that it ends and starts again in place. */
@NullMarked
package io.github.batonha.actors.node;

import org.jspecify.annotations.NullMarked;
