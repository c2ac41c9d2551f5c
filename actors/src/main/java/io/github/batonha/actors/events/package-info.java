/** What happened on a node: told without waiting, written to a file, and served to readers on any node. */
@NullMarked
package io.github.batonha.actors.events;

import org.jspecify.annotations.NullMarked;
