/** The key and the certificates of a node: where they stand, how they are read, and what is wrong with them. */
@NullMarked
package io.github.batonha.conf.certificates;

import org.jspecify.annotations.NullMarked;
