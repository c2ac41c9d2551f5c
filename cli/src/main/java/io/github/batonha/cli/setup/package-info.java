/** {@code install}, {@code encrypt} and {@code node}: what a host needs before it has an agent. */
@NullMarked
package io.github.batonha.cli.setup;

import org.jspecify.annotations.NullMarked;
