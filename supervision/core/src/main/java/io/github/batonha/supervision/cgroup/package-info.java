/** Control groups of the kernel (cgroup v2) that hold runs to their limits. */
@NullMarked
package io.github.batonha.supervision.cgroup;

import org.jspecify.annotations.NullMarked;
