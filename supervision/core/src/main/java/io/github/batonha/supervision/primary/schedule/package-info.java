/** A SetPrimary that is ordered for a later time: when it is given, and what cancels it. Pure. */
@NullMarked
package io.github.batonha.supervision.primary.schedule;

import org.jspecify.annotations.NullMarked;
