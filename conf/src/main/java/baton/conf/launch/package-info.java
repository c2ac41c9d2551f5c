/** Command lines: words, module jars, class paths and which java. */
@NullMarked
package baton.conf.launch;

import org.jspecify.annotations.NullMarked;
