/** Command lines: words, module jars, class paths and which java. */
@NullMarked
package io.github.batonha.conf.launch;

import org.jspecify.annotations.NullMarked;
