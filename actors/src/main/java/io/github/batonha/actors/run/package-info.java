/** One actor a run, from its spawn or adoption until nothing of it is left. */
@NullMarked
package io.github.batonha.actors.run;

import org.jspecify.annotations.NullMarked;
