/** {@code check}: a plugin for Nagios and what speaks its language. */
@NullMarked
package io.github.batonha.cli.check;

import org.jspecify.annotations.NullMarked;
