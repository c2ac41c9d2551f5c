/** Start-up caches of JVMs: which one fits a start, whether a run records one, and which ones are dropped. Pure. */
@NullMarked
package io.github.batonha.supervision.aot;

import org.jspecify.annotations.NullMarked;
