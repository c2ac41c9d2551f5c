/** Texts that hold several words or a time. */
@NullMarked
package baton.conf.words;

import org.jspecify.annotations.NullMarked;
