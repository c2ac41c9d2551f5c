/** The command line reference, written from the commands themselves. */
@NullMarked
package baton.cli.reference;

import org.jspecify.annotations.NullMarked;
