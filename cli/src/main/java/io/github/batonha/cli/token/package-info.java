/** {@code token}: tokens that are given to programs and people. */
@NullMarked
package io.github.batonha.cli.token;

import org.jspecify.annotations.NullMarked;
