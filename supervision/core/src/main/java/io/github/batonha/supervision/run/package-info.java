/** Live runs, held outside any actor system: recorded, adopted, signalled and seen to be gone. */
@NullMarked
package io.github.batonha.supervision.run;

import org.jspecify.annotations.NullMarked;
