/** What tells that a process is ready and that it still works: as data, as decisions, and the looks that take no process. */
@NullMarked
package io.github.batonha.supervision.probe;

import org.jspecify.annotations.NullMarked;
