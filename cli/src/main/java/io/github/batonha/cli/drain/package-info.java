/** {@code drain} and {@code undrain}: taking users away from a node, and back. */
@NullMarked
package io.github.batonha.cli.drain;

import org.jspecify.annotations.NullMarked;
