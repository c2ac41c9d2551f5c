/** Counters, gauges and timers of an application, in a page of memory that its agent reads. JDK only, runs on JDK 17 and later. */
@NullMarked
package io.github.batonha.client.metrics;

import org.jspecify.annotations.NullMarked;
