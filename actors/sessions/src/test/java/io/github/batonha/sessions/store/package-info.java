@NullMarked
package io.github.batonha.sessions.store;

import org.jspecify.annotations.NullMarked;
