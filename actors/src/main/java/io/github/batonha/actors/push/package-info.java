/** {@code push} and {@code install --hostDiff}: the files of a home on other nodes, compared and brought to them. */
@NullMarked
package io.github.batonha.actors.push;

import org.jspecify.annotations.NullMarked;
