/** What crosses the cluster port, and how it is sent: straight to a host's address, independent of membership. */
@NullMarked
package baton.actors.wire;

import org.jspecify.annotations.NullMarked;
