/** Tokens that administrators give out: their file, and how all nodes come to know the same. */
@NullMarked
package io.github.batonha.actors.tokens;

import org.jspecify.annotations.NullMarked;
