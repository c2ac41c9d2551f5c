/** Texts that hold several words or a time. */
@NullMarked
package io.github.batonha.conf.parsing;

import org.jspecify.annotations.NullMarked;
