/** The durable record of the primary protocol: one file with two checksummed slots. */
@NullMarked
package baton.supervision.primary.store;

import org.jspecify.annotations.NullMarked;
