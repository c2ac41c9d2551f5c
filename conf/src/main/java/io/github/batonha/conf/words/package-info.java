/** Texts that hold several words or a time. */
@NullMarked
package io.github.batonha.conf.words;

import org.jspecify.annotations.NullMarked;
