/** Measurements that are started by hand. */
@NullMarked
package baton.e2e.bench;

import org.jspecify.annotations.NullMarked;
