/** Text for people: colours, columns, times. */
@NullMarked
package io.github.batonha.cli.screen;

import org.jspecify.annotations.NullMarked;
