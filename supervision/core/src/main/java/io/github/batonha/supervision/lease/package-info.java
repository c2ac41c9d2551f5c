/** Keeps the lease page of the active epoch alive, outside everything that may be restarted or hang. */
@NullMarked
package io.github.batonha.supervision.lease;

import org.jspecify.annotations.NullMarked;
