/** Reads the HOCON form of the system definition. */
@NullMarked
package io.github.batonha.conf.hocon;

import org.jspecify.annotations.NullMarked;
