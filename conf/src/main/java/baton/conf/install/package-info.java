/** Reading everything, checking it as a whole, and the generated set that agents run from. */
@NullMarked
package baton.conf.install;

import org.jspecify.annotations.NullMarked;
