/** Looks whether a run is ready and works, and hears what it says of itself. */
@NullMarked
package baton.actors.probe;

import org.jspecify.annotations.NullMarked;
