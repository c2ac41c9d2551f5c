/** What processes took over weeks: kept once a minute, and told to operators on any node. */
@NullMarked
package io.github.batonha.actors.usage;

import org.jspecify.annotations.NullMarked;
