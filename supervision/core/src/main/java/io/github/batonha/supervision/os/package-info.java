/** What Linux knows of processes: spawned, watched, signalled and listed. Needs Linux 5.3 and glibc 2.34, or later. */
@NullMarked
package io.github.batonha.supervision.os;

import org.jspecify.annotations.NullMarked;
