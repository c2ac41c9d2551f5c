/** Keeps the lease page of the active epoch alive, outside everything that may be restarted or hang. */
@NullMarked
package baton.supervision.lease;

import org.jspecify.annotations.NullMarked;
