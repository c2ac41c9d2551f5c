/** End-to-end tests: real agents, real processes, real networks. */
@NullMarked
package io.github.batonha.e2e;

import org.jspecify.annotations.NullMarked;
