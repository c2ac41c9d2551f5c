@NullMarked
package io.github.batonha.supervision.probe.log;

import org.jspecify.annotations.NullMarked;
