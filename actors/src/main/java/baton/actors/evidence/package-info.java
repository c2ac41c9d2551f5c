/** What is kept of runs that hang or crash, for whoever asks why. */
@NullMarked
package baton.actors.evidence;

import org.jspecify.annotations.NullMarked;
