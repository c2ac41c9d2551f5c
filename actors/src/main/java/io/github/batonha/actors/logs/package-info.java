/** Logs read from any node: one actor a reader, on the node where the log is, asked for one piece after the other. */
@NullMarked
package io.github.batonha.actors.logs;

import org.jspecify.annotations.NullMarked;
