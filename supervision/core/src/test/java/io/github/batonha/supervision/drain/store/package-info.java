@NullMarked
package io.github.batonha.supervision.drain.store;

import org.jspecify.annotations.NullMarked;
