/** Search for a line in a log that grows and rotates. */
@NullMarked
package io.github.batonha.supervision.probe.log;

import org.jspecify.annotations.NullMarked;
