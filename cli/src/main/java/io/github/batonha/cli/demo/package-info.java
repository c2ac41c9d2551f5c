/** {@code demo}: a cluster of two nodes on one machine, and the customer's story played on it. */
@NullMarked
package io.github.batonha.cli.demo;

import org.jspecify.annotations.NullMarked;
