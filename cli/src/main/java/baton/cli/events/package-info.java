/** {@code events}: what happened on the nodes. */
@NullMarked
package baton.cli.events;

import org.jspecify.annotations.NullMarked;
