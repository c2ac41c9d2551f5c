/** User sessions that all nodes share, from inside a process: kept by the agent of this node, alike on all the others. */
@NullMarked
package io.github.batonha.client.sessions;

import org.jspecify.annotations.NullMarked;
