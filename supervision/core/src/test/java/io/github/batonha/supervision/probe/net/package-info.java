@NullMarked
package io.github.batonha.supervision.probe.net;

import org.jspecify.annotations.NullMarked;
