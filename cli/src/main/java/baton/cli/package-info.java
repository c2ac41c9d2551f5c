/** The commands. */
@NullMarked
package baton.cli;

import org.jspecify.annotations.NullMarked;
