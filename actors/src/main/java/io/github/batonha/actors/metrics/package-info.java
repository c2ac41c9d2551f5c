/** What an agent tells monitoring systems: one observation, and what each system's format makes of it. */
@NullMarked
package io.github.batonha.actors.metrics;

import org.jspecify.annotations.NullMarked;
