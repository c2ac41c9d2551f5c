/** One process: its actor, which drives it towards its desired state, and what it shows and tells of it. */
@NullMarked
package io.github.batonha.actors.process;

import org.jspecify.annotations.NullMarked;
