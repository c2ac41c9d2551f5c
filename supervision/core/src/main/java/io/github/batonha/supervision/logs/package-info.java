/** The logs of supervised processes: rotated without standing between a process and its file, kept for a time, and read. */
@NullMarked
package io.github.batonha.supervision.logs;

import org.jspecify.annotations.NullMarked;
