/** Start-up caches of JVMs: their files. */
@NullMarked
package io.github.batonha.supervision.aot.store;

import org.jspecify.annotations.NullMarked;
