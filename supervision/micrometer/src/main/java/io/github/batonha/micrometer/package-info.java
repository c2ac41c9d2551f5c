/** Optional: gives the numbers of Micrometer to the agent. */
@NullMarked
package io.github.batonha.micrometer;

import org.jspecify.annotations.NullMarked;
