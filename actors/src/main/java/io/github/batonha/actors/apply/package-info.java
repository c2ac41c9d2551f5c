/** {@code apply}: taking another revision while everything that it leaves as it is goes on. */
@NullMarked
package io.github.batonha.actors.apply;

import org.jspecify.annotations.NullMarked;
