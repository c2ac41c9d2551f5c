/** Measurements that are started by hand. */
@NullMarked
package io.github.batonha.e2e.bench;

import org.jspecify.annotations.NullMarked;
