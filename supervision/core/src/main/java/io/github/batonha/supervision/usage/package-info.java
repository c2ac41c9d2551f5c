/** What processes took over weeks: the file that keeps it, and the figures that are made of it. */
@NullMarked
package io.github.batonha.supervision.usage;

import org.jspecify.annotations.NullMarked;
