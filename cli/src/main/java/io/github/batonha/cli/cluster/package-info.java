/** {@code mon-cluster}: every node and what runs where. */
@NullMarked
package io.github.batonha.cli.cluster;

import org.jspecify.annotations.NullMarked;
