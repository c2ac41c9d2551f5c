/** Definitions read, checked as a whole and installed as one generated set. */
@NullMarked
package io.github.batonha.conf;

import org.jspecify.annotations.NullMarked;
