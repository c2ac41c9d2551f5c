/** What load balancers and monitors ask, answered from bytes that are ready before they ask. */
@NullMarked
package io.github.batonha.actors.health;

import org.jspecify.annotations.NullMarked;
