/** Real agents, real processes and a network of the test's own under schedules of faults. */
@NullMarked
package io.github.batonha.e2e.faults;

import org.jspecify.annotations.NullMarked;
