@NullMarked
package io.github.batonha.actors.sessions.store;

import org.jspecify.annotations.NullMarked;
