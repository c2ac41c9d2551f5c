/** The small application that the demo and the end-to-end tests run. */
@NullMarked
package baton.sample;

import org.jspecify.annotations.NullMarked;
