/** Reads the HOCON form of the system definition. */
@NullMarked
package baton.conf.hocon;

import org.jspecify.annotations.NullMarked;
