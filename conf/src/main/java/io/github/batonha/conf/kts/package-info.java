/** Reads the declarative subset of Kotlin that system definitions are written in; executes nothing. */
@NullMarked
package io.github.batonha.conf.kts;

import org.jspecify.annotations.NullMarked;
