/** Text for people: colours, columns, times. */
@NullMarked
package io.github.batonha.cli.output;

import org.jspecify.annotations.NullMarked;
