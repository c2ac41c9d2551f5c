/** Runs the primary protocol of a node: its store, its messages, its primaryOnly processes and their lease. */
@NullMarked
package baton.actors.primary;

import org.jspecify.annotations.NullMarked;
