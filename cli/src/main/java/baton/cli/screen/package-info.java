/** Text for people: colours, columns, times. */
@NullMarked
package baton.cli.screen;

import org.jspecify.annotations.NullMarked;
