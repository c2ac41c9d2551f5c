/** The small application that the demo and the end-to-end tests run. */
@NullMarked
package io.github.batonha.sample;

import org.jspecify.annotations.NullMarked;
