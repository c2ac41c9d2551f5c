/** {@code events}: what happened on the nodes. */
@NullMarked
package io.github.batonha.cli.events;

import org.jspecify.annotations.NullMarked;
