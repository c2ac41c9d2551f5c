@NullMarked
package io.github.batonha.actors.sessions;

import org.jspecify.annotations.NullMarked;
