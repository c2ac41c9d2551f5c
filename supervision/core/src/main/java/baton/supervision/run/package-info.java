/** Live runs, held outside any actor system: recorded, adopted, signalled and seen to be gone. */
@NullMarked
package baton.supervision.run;

import org.jspecify.annotations.NullMarked;
