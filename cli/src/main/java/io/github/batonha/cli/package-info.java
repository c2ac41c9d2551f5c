/** The commands. */
@NullMarked
package io.github.batonha.cli;

import org.jspecify.annotations.NullMarked;
