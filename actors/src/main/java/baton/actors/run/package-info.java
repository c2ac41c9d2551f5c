/** One actor a run, from its spawn or adoption until nothing of it is left. */
@NullMarked
package baton.actors.run;

import org.jspecify.annotations.NullMarked;
