/** {@code mon}: the processes of one node. */
@NullMarked
package io.github.batonha.cli.mon;

import org.jspecify.annotations.NullMarked;
