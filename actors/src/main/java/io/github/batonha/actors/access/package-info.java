/** Who may do what: roles, callers and the table of routes. Pure, and free of Pekko. */
@NullMarked
package io.github.batonha.actors.access;

import org.jspecify.annotations.NullMarked;
