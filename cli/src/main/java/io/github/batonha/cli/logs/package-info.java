/** {@code logs}: what a process wrote. */
@NullMarked
package io.github.batonha.cli.logs;

import org.jspecify.annotations.NullMarked;
