/** {@code logs}: what a process wrote. */
@NullMarked
package baton.cli.logs;

import org.jspecify.annotations.NullMarked;
