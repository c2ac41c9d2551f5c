/** End-to-end tests: real agents, real processes, real networks. */
@NullMarked
package baton.e2e;

import org.jspecify.annotations.NullMarked;
