/** Runs the primary protocol of a node: its store, its messages, its primaryOnly processes and their lease. */
@NullMarked
package io.github.batonha.actors.primary;

import org.jspecify.annotations.NullMarked;
