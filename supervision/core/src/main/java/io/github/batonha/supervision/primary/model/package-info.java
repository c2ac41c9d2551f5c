/** Values of the primary protocol: epochs, promises, assignments, the messages between hosts, orders and their results. */
@NullMarked
package io.github.batonha.supervision.primary.model;

import org.jspecify.annotations.NullMarked;
