/** Probes of a port: by TCP or HTTP. */
@NullMarked
package io.github.batonha.supervision.probe.net;

import org.jspecify.annotations.NullMarked;
