/** What processes took over days and weeks, for capacity planning. */
@NullMarked
package io.github.batonha.cli.usage;

import org.jspecify.annotations.NullMarked;
