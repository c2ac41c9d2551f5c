/** What crosses the cluster port, and how it is sent: straight to a host's address, independent of membership. */
@NullMarked
package io.github.batonha.actors.wire;

import org.jspecify.annotations.NullMarked;
