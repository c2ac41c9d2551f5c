/** {@code mon}: the processes of one node. */
@NullMarked
package baton.cli.mon;

import org.jspecify.annotations.NullMarked;
