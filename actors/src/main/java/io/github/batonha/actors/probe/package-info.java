/** Looks whether a run is ready and works, and hears what it says of itself. */
@NullMarked
package io.github.batonha.actors.probe;

import org.jspecify.annotations.NullMarked;
