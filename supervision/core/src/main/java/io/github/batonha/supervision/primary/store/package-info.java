/** The durable record of the primary protocol: one file with two checksummed slots. */
@NullMarked
package io.github.batonha.supervision.primary.store;

import org.jspecify.annotations.NullMarked;
